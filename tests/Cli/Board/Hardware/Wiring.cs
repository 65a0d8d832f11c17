using System.Text.RegularExpressions;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Hardware;

/// <summary>hardware/wiring.txt: parts, boards, and what is wired to what.</summary>
internal sealed partial class Wiring
{
    private readonly List<Part> _parts = [];
    private readonly List<WiredBoard> _boards = [];

    private Wiring()
    {
    }

    public IReadOnlyList<WiredBoard> Boards => _boards;

    public static Wiring Read() => Parse(Repository.Read("hardware/wiring.txt"));

    public static Wiring Parse(string text)
    {
        Wiring wiring = new();
        foreach (string line in text.Split('\n').Where(line => line.Trim().Length > 0 && line[0] != '#'))
        {
            string[] words = [.. Words().Matches(line).Select(word => word.Value.Trim('"'))];
            wiring.Take(words, line);
        }

        return wiring;
    }

    private void Take(string[] words, string line)
    {
        switch (words[0])
        {
            case "part":
                _parts.Add(new Part(words[1], words[2], words[3..]));
                break;
            case "board":
                _boards.Add(new WiredBoard(words[1], words[2], words[3], _parts));
                break;
            case "left":
                _boards[^1].Left.AddRange(words[1..]);
                break;
            case "right":
                _boards[^1].Right.AddRange(words[1..]);
                break;
            case "wire":
                _boards[^1].Wires.Add(TakeWire(words, line));
                break;
            default:
                throw new FormatException($"not a part, board, header or wire: {line}");
        }
    }

    private Wire TakeWire(string[] words, string line)
    {
        string[] to = words[1].Split('.');
        Part part = _parts.Single(p => p.Name == to[0]);
        bool isLeft = words[2][0] == 'L';
        int place = int.Parse(words[2][1..]);
        List<string> header = isLeft ? _boards[^1].Left : _boards[^1].Right;
        return part.Pins.Contains(to[1]) && header[place - 1] == words[3]
            ? new Wire(part, to[1], isLeft, place, words[3])
            : throw new FormatException($"there is no such pin: {line.Trim()}");
    }

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Words();
}

/// <summary>A sensor or adapter beside the board.</summary>
internal sealed record Part(string Name, string Title, IReadOnlyList<string> Pins);

/// <summary>A wire from a part's pin to a place on a header, counted from the antenna.</summary>
internal sealed record Wire(Part Part, string Pin, bool IsLeft, int Place, string Label)
{
    /// <summary>What travels on it.</summary>
    public string Net => (Part.Name, Pin) switch
    {
        (_, "GND") => "GND",
        (_, "VIN") => "3V3",
        (_, "VCC") => "5V",
        (_, "OUT") => "MOTION",
        (_, "RXD") => "CONSOLE_TX",
        (_, "TXD") => "CONSOLE_RX",
        _ => Pin,
    };
}

/// <summary>A board, its headers from the antenna down, and its wires.</summary>
internal sealed record WiredBoard(string Name, string Title, string Target, IReadOnlyList<Part> Parts)
{
    public List<string> Left { get; } = [];

    public List<string> Right { get; } = [];

    public List<Wire> Wires { get; } = [];

    public Wire WireOf(string part, string pin) => Wires.Single(w => w.Part.Name == part && w.Pin == pin);
}
