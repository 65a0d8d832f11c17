using System.Text;
using Microsoft.Win32.SafeHandles;

namespace NanoEvents.Cli;

/// <summary>Standard output for data: UTF-8, buffered, and with an error where whoever read it has gone.</summary>
internal static class StandardOutput
{
    private const int BufferBytes = 1 << 15;
    private const int BrokenPipe = 32;

    public static StreamWriter Open() => new(OpenStream(), new UTF8Encoding(false), BufferBytes) { AutoFlush = false, NewLine = "\n" };

    /// <summary>Whether a write failed because the reader has closed our output: `nanoevents decode … | head` is not a failure of ours.</summary>
    public static bool IsClosed(IOException e) => e.HResult == BrokenPipe;

    // The console's own stream says nothing when a pipe is closed, and we would go on for nobody.
    private static Stream OpenStream()
    {
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            FileStream stream = new(new SafeFileHandle(1, false), FileAccess.Write, 0);

            // In a file it would keep a place of its own, and overwrite what others write there.
            if (!stream.CanSeek)
            {
                return stream;
            }
        }

        return Console.OpenStandardOutput();
    }
}
