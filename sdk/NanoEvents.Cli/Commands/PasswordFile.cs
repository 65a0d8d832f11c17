using System.Text;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Commands;

/// <summary>A file whose first line is a password, because other users can see a command line.</summary>
internal static class PasswordFile
{
    private const int MaxPassword = 256;

    /// <summary>Says so if other accounts can read a file with secrets.</summary>
    public static void WarnIfShared(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0)
        {
            StandardError.Warn($"{path} can be read by other accounts: chmod 600 {path}");
        }
    }

    /// <summary>Reads the password.</summary>
    /// <exception cref="CommandException">The file cannot be read, or contains no password.</exception>
    public static string Read(string path, string option = "--password-file")
    {
        try
        {
            string password = File.ReadLines(path, Encoding.UTF8).FirstOrDefault() ?? "";
            if (password.Length is < 1 or > MaxPassword)
            {
                throw new CommandException($"{path}: its first line must be a password of 1 to {MaxPassword} characters");
            }

            WarnIfShared(path);
            return password;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or PathTooLongException)
        {
            // Perhaps it is the password itself: it is not repeated.
            throw new CommandException($"{option} must be the path of a file whose first line is the password: there is no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{option} {path} cannot be read: {e.Message}");
        }
    }
}
