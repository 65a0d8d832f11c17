using System.Buffers.Binary;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Board;

/// <summary>The file to write to the board: the output of building firmware/esp32, or another file.</summary>
internal static class FirmwareImage
{
    // The head of an assembly: a mark, and sixteen offsets of tables, of which the last is the assembly's end.
    private const int HeaderBytes = 124;
    private const int LengthAt = 100;

    /// <summary>The default: the output of <see cref="Build"/>.</summary>
    public const string Usual = "firmware/esp32/bin/image/NanoEvents.Esp32.bin";

    /// <summary>The command that builds <see cref="Usual"/>, in the repository's root.</summary>
    public const string Build = "dotnet build firmware/esp32 -p:Image=true";

    private static ReadOnlySpan<byte> Marker => "NFMRK1\0\0"u8;

    private static ReadOnlySpan<byte> Program => "NanoEvents.Esp32\0"u8;

    /// <summary>The message where there is no image and none was named, in one line.</summary>
    public static string Missing { get; } = $"no image {Usual} under this folder: `{Build}` builds it in a clone of the repository, or name one with --image";

    /// <summary>Why a file cannot be flashed on any chip, in one line; null if it can.</summary>
    public static string? Problem(string path) => !File.Exists(path) ? $"no image {path}: check --image"
        : IsOurs(File.ReadAllBytes(path)) ? null
        : $"{path} is not an image of this firmware: nothing was written. `{Build}` makes one in a clone of the repository";

    /// <summary>Checks that the file can be an image, and that it fits on the board.</summary>
    /// <exception cref="CommandException">It cannot.</exception>
    public static void Check(string path, Chip chip)
    {
        if (Problem(path) is { } problem)
        {
            throw new CommandException(problem);
        }

        long length = new FileInfo(path).Length;
        if (length > chip.DeploySize)
        {
            throw new CommandException($"{path} has {length} bytes; an image for {chip.Title} has 1 to {chip.DeploySize}");
        }
    }

    /// <summary>Whether these are nanoFramework's assemblies, one after the other to the end, and the board's program is among them.</summary>
    public static bool IsOurs(ReadOnlySpan<byte> image)
    {
        bool hasProgram = false;
        while (image.Length >= HeaderBytes && image.StartsWith(Marker))
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(image[LengthAt..]);
            if (length < HeaderBytes || length > image.Length)
            {
                return false;
            }

            hasProgram |= image[..(int)length].IndexOf(Program) >= 0;
            image = image[(int)length..];
        }

        return hasProgram && image.IsEmpty;
    }
}
