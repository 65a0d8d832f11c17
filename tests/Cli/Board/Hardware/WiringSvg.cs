using System.Globalization;
using System.Text;

namespace NanoEvents.Cli.Tests.Board.Hardware;

/// <summary>
/// Draws a wired board: the board in the middle, each part on the side where most of its wires end, each wire on a lane of its own. Which wire gets which lane
/// is tried out: the order with the fewest crossings wins.
/// </summary>
internal sealed class WiringSvg
{
    private const int Pitch = 22;
    private const int BoardLeft = 330;
    private const int BoardRight = 510;
    private const int Width = 840;
    private const int PartWidth = 130;
    private const int PartMargin = 20;
    private const int Top = 110;
    private const int LaneStep = 14;
    private const int FirstLane = 34;
    private const int GapBetweenParts = 3 * Pitch;

    private static readonly Dictionary<string, string> _colours = new()
    {
        ["GND"] = "#222222",
        ["3V3"] = "#c62828",
        ["5V"] = "#e65100",
        ["MOTION"] = "#2e7d32",
        ["SDA"] = "#1565c0",
        ["SCL"] = "#a67c00",
        ["CONSOLE_TX"] = "#7b1fa2",
        ["CONSOLE_RX"] = "#00838f",
    };

    private readonly WiredBoard _board;
    private readonly Dictionary<Part, (bool IsLeft, int Y)> _places = [];
    private readonly StringBuilder _svg = new();

    private WiringSvg(WiredBoard board)
    {
        _board = board;
        Place(isLeft: true);
        Place(isLeft: false);
    }

    private int Bottom => Top + (Math.Max(_board.Left.Count, _board.Right.Count) * Pitch);

    public static string Draw(WiredBoard board) => new WiringSvg(board).Draw();

    private string Draw()
    {
        int height = Bottom + 70;
        Line($"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" width="{Width}" height="{height}" font-family="DejaVu Sans, Verdana, sans-serif" font-size="12">""");
        Line($"<title>{_board.Title}: wiring</title>");
        Line($"""<rect width="{Width}" height="{height}" fill="#ffffff"/>""");
        Text(Width / 2, 32, "middle", _board.Title, "font-size=\"18\" font-weight=\"bold\"");
        Text(Width / 2, 52, "middle", "seen from above, the antenna up and the USB socket down", "fill=\"#555555\"");
        DrawBoard();
        foreach ((Part part, (bool isLeft, int y)) in _places)
        {
            DrawPart(part, isLeft, y);
        }

        foreach ((Wire wire, (int X, int Y)[] path) in Route())
        {
            DrawWire(wire, path);
        }

        DrawHeader(_board.Left, isLeft: true);
        DrawHeader(_board.Right, isLeft: false);
        foreach ((Part part, (bool isLeft, int _)) in _places)
        {
            DrawPins(part, isLeft);
        }

        Line("</svg>");
        return _svg.ToString();
    }

    // A part stands where its wires end on the average, as far as the one above it leaves room.
    private void Place(bool isLeft)
    {
        int free = Top - Pitch;
        var parts = _board.Parts
            .Select(part => (Part: part, Wires: _board.Wires.Where(w => w.Part == part).ToList()))
            .Where(p => (p.Wires.Count(w => w.IsLeft) * 2 > p.Wires.Count) == isLeft)
            .OrderBy(p => p.Wires.Where(w => w.IsLeft == isLeft).Average(w => w.Place));
        foreach ((Part part, List<Wire> wires) in parts)
        {
            double middle = wires.Where(w => w.IsLeft == isLeft).Average(w => PinY(w.Place));
            int wanted = (int)(middle - (part.Pins.Count * Pitch / 2.0));
            int y = Math.Max(free, wanted);
            _places[part] = (isLeft, y);
            free = y + (part.Pins.Count * Pitch) + GapBetweenParts;
        }
    }

    private void DrawBoard()
    {
        Line($"""<rect x="{BoardLeft}" y="{Top - 22}" width="{BoardRight - BoardLeft}" height="{Bottom - Top + 44}" rx="8" fill="#263238"/>""");
        Line($"""<rect x="{BoardLeft + 60}" y="{Top - 14}" width="60" height="10" rx="2" fill="#90a4ae"/>""");
        Line($"""<rect x="{BoardLeft + 65}" y="{Bottom + 8}" width="50" height="22" rx="3" fill="#b0bec5"/>""");
        Text((BoardLeft + BoardRight) / 2, Bottom + 23, "middle", "USB", "fill=\"#263238\" font-weight=\"bold\"");
    }

    private void DrawHeader(List<string> header, bool isLeft)
    {
        for (int place = 1; place <= header.Count; place++)
        {
            Wire? wire = _board.Wires.Find(w => w.IsLeft == isLeft && w.Place == place);
            string colour = wire == null ? "#78909c" : _colours[wire.Net];
            string text = wire == null ? "fill=\"#90a4ae\"" : "fill=\"#ffffff\" font-weight=\"bold\"";
            int x = isLeft ? BoardLeft + 8 : BoardRight - 8;
            Line($"""<circle cx="{x}" cy="{PinY(place)}" r="5" fill="{colour}" stroke="#eceff1"/>""");
            Text(isLeft ? x + 14 : x - 14, PinY(place) + 4, isLeft ? "start" : "end", header[place - 1], text);
        }
    }

    private void DrawPart(Part part, bool isLeft, int y)
    {
        int x = isLeft ? PartMargin : Width - PartMargin - PartWidth;
        int height = part.Pins.Count * Pitch;
        Line($"""<rect x="{x}" y="{y}" width="{PartWidth}" height="{height}" rx="6" fill="#e8f0e4" stroke="#689f38"/>""");
        Text(isLeft ? x : x + PartWidth, y - 8, isLeft ? "start" : "end", part.Title, "font-weight=\"bold\"");
    }

    private void DrawPins(Part part, bool isLeft)
    {
        int x = isLeft ? PartMargin : Width - PartMargin - PartWidth;
        for (int i = 0; i < part.Pins.Count; i++)
        {
            Wire wire = _board.WireOf(part.Name, part.Pins[i]);
            int pin = isLeft ? x + PartWidth - 8 : x + 8;
            int pinY = PartPinY(wire);
            Line($"""<circle cx="{pin}" cy="{pinY}" r="5" fill="{_colours[wire.Net]}"/>""");
            Text(isLeft ? pin - 14 : pin + 14, pinY + 4, isLeft ? "end" : "start", part.Pins[i], "fill=\"#222222\"");
        }
    }

    private void DrawWire(Wire wire, (int X, int Y)[] path)
    {
        string points = string.Join(' ', path.Select(p => $"{p.X},{p.Y}"));
        Line($"""<polyline points="{points}" fill="none" stroke="#ffffff" stroke-width="6" stroke-linejoin="round"/>""");
        Line($"""<polyline points="{points}" fill="none" stroke="{_colours[wire.Net]}" stroke-width="2.5" stroke-linejoin="round"/>""");
    }

    private IEnumerable<(Wire Wire, (int X, int Y)[] Path)> Route()
    {
        foreach (bool isLeft in new[] { true, false })
        {
            Wire[] wires = [.. _board.Wires.Where(w => _places[w.Part].IsLeft == isLeft)];
            (Wire, (int X, int Y)[])[]? best = null;
            int fewest = int.MaxValue;
            foreach (int[] order in Orders(wires.Length))
            {
                (Wire, (int X, int Y)[])[] paths = [.. wires.Select((wire, i) => (wire, Path(wire, isLeft, order[i])))];
                int crossings = Crossings(paths);
                if (crossings < fewest)
                {
                    fewest = crossings;
                    best = paths;
                }
            }

            foreach ((Wire, (int X, int Y)[]) path in best ?? [])
            {
                yield return path;
            }
        }
    }

    // From the part to its lane, along it, and to the header; round the board where the pin is on its other side.
    private (int X, int Y)[] Path(Wire wire, bool isLeft, int lane)
    {
        int away = FirstLane + (lane * LaneStep);
        int near = isLeft ? BoardLeft - away : BoardRight + away;
        int partX = isLeft ? PartMargin + PartWidth - 8 : Width - PartMargin - PartWidth + 8;
        int pinX = wire.IsLeft ? BoardLeft + 8 : BoardRight - 8;
        int partY = PartPinY(wire);
        int pinY = PinY(wire.Place);
        if (wire.IsLeft == isLeft)
        {
            return partY == pinY ? [(partX, partY), (pinX, pinY)] : [(partX, partY), (near, partY), (near, pinY), (pinX, pinY)];
        }

        bool isUpper = wire.Place * 2 <= _board.Left.Count;
        int round = isUpper ? Top - 36 : Bottom + 46;
        int far = wire.IsLeft ? BoardLeft - 18 : BoardRight + 18;
        return [(partX, partY), (near, partY), (near, round), (far, round), (far, pinY), (pinX, pinY)];
    }

    private static int Crossings((Wire Wire, (int X, int Y)[] Path)[] paths)
    {
        int count = 0;
        for (int a = 0; a < paths.Length; a++)
        {
            for (int b = a + 1; b < paths.Length; b++)
            {
                count += Crossings(paths[a].Path, paths[b].Path);
            }
        }

        return count;
    }

    private static int Crossings((int X, int Y)[] a, (int X, int Y)[] b)
    {
        int count = 0;
        for (int i = 1; i < a.Length; i++)
        {
            for (int j = 1; j < b.Length; j++)
            {
                bool touch = Overlap(a[i - 1].X, a[i].X, b[j - 1].X, b[j].X) && Overlap(a[i - 1].Y, a[i].Y, b[j - 1].Y, b[j].Y);
                bool areParallel = (a[i - 1].X == a[i].X) == (b[j - 1].X == b[j].X);
                count += !touch ? 0 : areParallel ? 100 : 1;
            }
        }

        return count;
    }

    private static bool Overlap(int a1, int a2, int b1, int b2) => Math.Min(a1, a2) <= Math.Max(b1, b2) && Math.Min(b1, b2) <= Math.Max(a1, a2);

    private static IEnumerable<int[]> Orders(int count)
    {
        if (count == 0)
        {
            yield return [];
            yield break;
        }

        foreach (int[] shorter in Orders(count - 1))
        {
            for (int at = 0; at < count; at++)
            {
                yield return [.. shorter[..at], count - 1, .. shorter[at..]];
            }
        }
    }

    private int PartPinY(Wire wire) => _places[wire.Part].Y + (wire.Part.Pins.ToList().IndexOf(wire.Pin) * Pitch) + (Pitch / 2);

    private static int PinY(int place) => Top + ((place - 1) * Pitch) + (Pitch / 2);

    private void Text(int x, int y, string anchor, string text, string more) => Line($"""<text x="{x}" y="{y}" text-anchor="{anchor}" {more}>{text}</text>""");

    private void Line(string line) => _svg.Append(CultureInfo.InvariantCulture, $"{line}\n");
}
