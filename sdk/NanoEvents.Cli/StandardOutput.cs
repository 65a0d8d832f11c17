using System.Text;

namespace NanoEvents.Cli;

/// <summary>Standard output for data: UTF-8, and buffered where nobody watches line by line.</summary>
internal static class StandardOutput
{
    public static StreamWriter Open() => new(Console.OpenStandardOutput(), new UTF8Encoding(false), 1 << 15) { AutoFlush = false, NewLine = "\n" };
}
