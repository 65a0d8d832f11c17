using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Board;

/// <summary>The file to write to the board: the output of building firmware/esp32, or another file.</summary>
internal static class FirmwareImage
{
    /// <summary>The default: the output of <see cref="Build"/>.</summary>
    public const string Usual = "firmware/esp32/bin/image/NanoEvents.Esp32.bin";

    /// <summary>The command that builds <see cref="Usual"/>, in the repository's root.</summary>
    public const string Build = "dotnet build firmware/esp32 -p:Image=true";

    /// <summary>The given image, or the build's output under this folder; null if there is none.</summary>
    public static string? Find(string? asked) => File.Exists(asked ?? Usual) ? asked ?? Usual : null;

    /// <summary>The message for a missing image, in one line.</summary>
    public static string Missing(string? asked) => asked != null
        ? $"no image {asked}"
        : $"no image {Usual} under this folder: `{Build}` builds it in a clone of the repository, or name one with --image";

    /// <summary>Checks that the file can be an image, and that it fits on the board.</summary>
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
