using System.CommandLine;
using System.Text;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Targets;

namespace NanoEvents.Cli.Commands;

/// <summary>The options of a bridge that sends webhooks.</summary>
internal sealed class WebhookFlags
{
    private const int MostSecretBytes = 64 * 1024;

    private readonly Option<string> _secretFile = new("--secret-file") { Description = "Webhooks: a file with the keys that sign them, one a line, such as whsec_…; the receiver's present one first", HelpName = "FILE" };
    private readonly Option<int> _batch = new("--batch") { Description = "Webhooks: send up to so many events of a device in a list (1: each alone)", HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _deadLetters = new("--dead-letters") { Description = "Webhooks: the file that gets what the receiver refuses (beside the marks)", HelpName = "FILE" };
    private readonly Option<bool> _allowHttp = new("--allow-http") { Description = "Webhooks: let http:// leave this machine, where everybody on the way can read it" };
    private readonly Option<bool> _allowPrivate = new("--allow-private") { Description = "Webhooks: let the receiver have a private address" };

    public void AddTo(Command command)
    {
        command.Add(_secretFile);
        command.Add(_batch);
        command.Add(_deadLetters);
        command.Add(_allowHttp);
        command.Add(_allowPrivate);
    }

    /// <summary>The name of one of them that was given; null if none was.</summary>
    public string? FindGiven(ParseResult parsed) => ((Option[])[_secretFile, _batch, _deadLetters, _allowHttp, _allowPrivate])
        .FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>The target's options with these.</summary>
    /// <exception cref="CommandException">The file of the keys cannot be read.</exception>
    public TargetOptions Complete(TargetOptions options, ParseResult parsed) => options with
    {
        Secrets = parsed.GetValue(_secretFile) is { } file ? Read(file) : null,
        Batch = parsed.GetValue(_batch),
        DeadLettersFile = parsed.GetValue(_deadLetters),
        AllowHttp = parsed.GetValue(_allowHttp),
        AllowPrivate = parsed.GetValue(_allowPrivate),
    };

    private static string Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[MostSecretBytes];
            int count = file.ReadAtLeast(bytes, MostSecretBytes, throwOnEndOfStream: false);
            PasswordFile.WarnIfShared(path);
            return Encoding.UTF8.GetString(bytes, 0, count);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or PathTooLongException)
        {
            // Perhaps it is the key itself: it is not repeated.
            throw new CommandException("--secret-file must be the path of a file with a key a line: there is no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"--secret-file {path} cannot be read: {e.Message}");
        }
    }
}
