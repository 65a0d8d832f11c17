using NanoEvents.Simulator;

namespace NanoEvents.Firmware.Tests.Traces;

/// <summary>Lines as TextReader.ReadLine gives them, and no longer than asked for.</summary>
public sealed class LineReaderTests
{
    [Fact]
    public void LinesAreThoseOfTextReader()
    {
        foreach (string text in Texts(7))
        {
            Assert.Equal(Plain(new StringReader(text)), [.. Lines(text, 16).Select(line => line.Text)]);
        }
    }

    [Fact]
    public void ALongLineIsCutAndTheNextIsWhole()
    {
        Assert.Equal([("abc", true), ("ab", false), ("", false), ("abc", false)], Lines("abcdefgh\r\nab\n\nabc", 3));
        Assert.Equal([("abc", true)], Lines("abcd", 3));
    }

    // Every text of so many characters out of a letter and the two ends of line.
    private static IEnumerable<string> Texts(int most) =>
        most == 0 ? [string.Empty] : Texts(most - 1).SelectMany(text => text.Length == most - 1 ? new[] { text, text + "x", text + "\r", text + "\n" } : [text]);

    private static List<string> Plain(TextReader reader)
    {
        List<string> lines = [];
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    private static List<(string Text, bool IsCut)> Lines(string text, int maxChars)
    {
        LineReader reader = new(new StringReader(text), maxChars);
        List<(string, bool)> lines = [];
        while (reader.Read() is { } line)
        {
            lines.Add((line, reader.IsCut));
        }

        return lines;
    }
}
