using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Page;

/// <summary>Where a history is if nobody says where: one file for each broker, in the folder for data of this user.</summary>
internal static class DataFile
{
    /// <summary>The file for a broker; its folder is made.</summary>
    /// <exception cref="CommandException">There is no such folder, or it cannot be made.</exception>
    public static string For(Uri broker)
    {
        string folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (folder.Length == 0)
        {
            throw new CommandException("this user has no folder for data: give --data FILE");
        }

        string path = Path.Combine(folder, "nanoevents", $"history-{Safe(broker.Host)}-{(broker.Port < 0 ? 1883 : broker.Port)}.db");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{Path.GetDirectoryName(path)} cannot be made: {e.Message} Give --data FILE.");
        }
    }

    private static string Safe(string host) => string.Concat(host.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_'));
}
