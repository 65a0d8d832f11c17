using System.Security.Cryptography;
using NanoEvents.Cli.Board;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Configure;

/// <summary>
/// `configure` over the USB cable: sends a change of the settings as a file, with nanoff. Settings that are not given stay, or get their defaults
/// after a reset.
/// </summary>
internal sealed class CableConfiguration(IReadOnlyList<SettingInput> inputs, string? port, bool isReset, TextWriter output)
{
    private const int Baud = 115200;
    private const string ChangeFile = "nanoevents.change";

    private readonly CableFiles _files = new(inputs, isReset);

    /// <summary>Refuses files that are missing, invalid or of no use.</summary>
    /// <exception cref="CommandException">A file is one of these.</exception>
    public void Check()
    {
        _files.Check();
        _ = _files.HasNetwork ? _files.NetworkDeployment(isShown: true) : "";
    }

    /// <summary>Shows what would be written and which lines would be run.</summary>
    public void Show()
    {
        string network = _files.HasNetwork ? _files.NetworkDeployment(isShown: true) : "";
        output.WriteLine("change");
        _files.Lines().ToList().ForEach(line => output.WriteLine("  " + line));
        ShowFile("files.json", CableFiles.FileDeployment(ChangeFile));
        if (_files.HasNetwork)
        {
            ShowFile("network.json", network);
        }

        output.WriteLine(Nanoff.Line(Arguments(port ?? "PORT", "files.json", "network.json")));
    }

    /// <summary>Writes them.</summary>
    /// <exception cref="CommandException">A file is invalid, or nanoff has failed.</exception>
    public async Task RunAsync(Func<Task<INanoff>> findNanoff, CancellationToken cancellation)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("nanoevents");
        try
        {
            string Write(string name, byte[] bytes)
            {
                string path = Path.Combine(folder.FullName, name);
                File.WriteAllBytes(path, bytes);
                return path;
            }

            string change = Write(ChangeFile, _files.Change(RandomNumberGenerator.GetInt32(1, int.MaxValue)));
            string files = Write("files.json", System.Text.Encoding.UTF8.GetBytes(CableFiles.FileDeployment(change)));
            string network = _files.HasNetwork ? Write("network.json", System.Text.Encoding.UTF8.GetBytes(_files.NetworkDeployment(isShown: false))) : "";
            INanoff nanoff = await findNanoff();
            await nanoff.RunAsync(Arguments(port!, files, network), cancellation);
        }
        finally
        {
            // The folder contains passwords and a key.
            folder.Delete(recursive: true);
        }

        Restart(port!);
    }

    private List<string> Arguments(string chosen, string files, string network)
    {
        // Without --nanodevice, because with it nanoff ignores both deployments.
        List<string> arguments = ["--serialport", chosen, "--filedeployment", files];
        if (_files.HasNetwork)
        {
            arguments.AddRange(["--networkdeployment", network]);
        }

        return arguments;
    }

    private void ShowFile(string name, string content)
    {
        output.WriteLine(name);
        output.WriteLine(content);
    }

    private static void Restart(string chosen)
    {
        bool hasRestarted;
        try
        {
            using SerialLine line = SerialLine.Open(chosen, Baud);
            hasRestarted = line.TryRestart();
        }
        catch (CommandException)
        {
            hasRestarted = false;
        }

        StandardError.Say(hasRestarted
            ? "Written, and the board was told to restart. If it has not restarted, press EN (or RST)."
            : "Written. Press EN (or RST) on the board: the settings apply when it starts.");
    }
}
