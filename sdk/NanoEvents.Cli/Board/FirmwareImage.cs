namespace NanoEvents.Cli.Board;

/// <summary>The file that goes onto the board: what the build of firmware/esp32 leaves, or another.</summary>
internal static class FirmwareImage
{
    /// <summary>What building leaves where nothing else is said.</summary>
    public const string Usual = "firmware/esp32/bin/Release/NanoEvents.Esp32.bin";

    private static readonly string[] _built = [Usual, "firmware/esp32/bin/Debug/NanoEvents.Esp32.bin"];

    /// <summary>The image that was asked for, or the newest one that a build has left under this folder; null where there is none.</summary>
    public static string? Find(string? asked) =>
        (asked == null ? _built : [asked]).Where(File.Exists).OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault();

    /// <summary>Why there is none, in one line.</summary>
    public static string Missing(string? asked) => asked != null
        ? $"no image {asked}"
        : $"no image {Usual} under this folder: build firmware/esp32 with nanoFramework's project system (its README says how), or name one with --image";

    /// <summary>Sees that the image can be one, and has room on the board.</summary>
    /// <exception cref="CommandException">It cannot.</exception>
    public static void Check(string path, Chip chip)
    {
        long length = new FileInfo(path).Length;
        if (length == 0 || length > chip.DeploySize)
        {
            throw new CommandException($"{path} has {length} bytes; an image for {chip.Title} has 1 to {chip.DeploySize}");
        }
    }
}
