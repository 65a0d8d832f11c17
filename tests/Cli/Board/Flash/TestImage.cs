using System.Buffers.Binary;

namespace NanoEvents.Cli.Tests.Board.Flash;

/// <summary>Images laid out as the board's: assemblies one after the other.</summary>
internal static class TestImage
{
    /// <summary>An image of two assemblies, of which the second is the program.</summary>
    public static byte[] Make(int bytes, string program = "NanoEvents.Esp32") => [.. Assembly(bytes / 2, "mscorlib"), .. Assembly(bytes - (bytes / 2), program)];

    private static byte[] Assembly(int bytes, string name)
    {
        byte[] assembly = new byte[bytes];
        "NFMRK1"u8.CopyTo(assembly);
        BinaryPrimitives.WriteInt32LittleEndian(assembly.AsSpan(100), bytes);
        System.Text.Encoding.ASCII.GetBytes(name + "\0").CopyTo(assembly, 130);
        return assembly;
    }
}
