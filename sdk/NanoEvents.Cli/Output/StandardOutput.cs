using System.Text;
using Microsoft.Win32.SafeHandles;

namespace NanoEvents.Cli.Output;

/// <summary>Standard output for data: UTF-8, buffered, and with an error if its reader has closed it.</summary>
internal static class StandardOutput
{
    private const int BufferBytes = 1 << 15;
    private const int BrokenPipe = 32;

    public static StreamWriter Open() => new(OpenStream(), new UTF8Encoding(false), BufferBytes) { AutoFlush = false, NewLine = "\n" };

    /// <summary>Whether a write failed because the reader has closed our output: `nanoevents decode … | head` is not a failure.</summary>
    public static bool IsClosed(IOException e) => e.HResult == BrokenPipe;

    // The console's own stream reports nothing when a pipe is closed, and the command would continue without a reader.
    private static Stream OpenStream()
    {
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            FileStream stream = new(new SafeFileHandle(1, false), FileAccess.Write, 0);

            // In a file it would keep its own position, and overwrite other output.
            if (!stream.CanSeek)
            {
                return stream;
            }
        }

        return Console.OpenStandardOutput();
    }
}
