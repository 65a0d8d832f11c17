using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NanoEvents.Cli.Tests.Board.Hardware;

/// <summary>
/// A wired board as a schematic of KiCad 6: the board in the middle, the parts to its right, and a label at each wired pin; what is not wired says so. The
/// symbols are inside the file.
/// </summary>
internal sealed class Schematic
{
    private const decimal Pitch = 2.54m;
    private const decimal Stub = 7.62m;
    private const decimal BoardX = 101.6m;
    private const decimal PartX = 190.5m;
    private const decimal TopY = 50.8m;
    private const string Root = "nanoevents";
    private const string Font = "(effects (font (size 1.27 1.27)))";
    private const string Stroke = "(stroke (width 0) (type default) (color 0 0 0 0))";

    private readonly StringBuilder _text = new();
    private readonly List<Symbol> _symbols = [];

    private Schematic(WiredBoard board)
    {
        _symbols.Add(BoardSymbol(board));
        decimal y = TopY;
        foreach (Part part in board.Parts)
        {
            Symbol symbol = PartSymbol(board, part, y, _symbols.Count);
            _symbols.Add(symbol);
            y += ((part.Pins.Count - 1) * Pitch) + 20.32m;
        }
    }

    public static string Draw(WiredBoard board) => new Schematic(board).Draw(board.Title);

    /// <summary>The same symbols as a library: KiCad's electrical rules check wants to find them in one, too.</summary>
    public static string Library(WiredBoard board) => new Schematic(board).Library();

    private static Symbol BoardSymbol(WiredBoard board)
    {
        // One pin drives each supply; its other pins of that name are the same copper.
        HashSet<string> driven = [];
        IEnumerable<Pin> Header(List<string> names, bool isLeft, int first) => names.Select((name, i) =>
        {
            Wire? wire = board.Wires.Find(w => w.IsLeft == isLeft && w.Place == i + 1);
            string? net = wire?.Net ?? (name == "GND" ? "GND" : null);
            string type = name is "GND" or "3V3" or "5V" ? driven.Add(name) ? "power_out" : "passive" : "bidirectional";
            return new Pin($"{first + i}", name, type, net, isLeft, i);
        });
        Pin[] pins = [.. Header(board.Left, isLeft: true, 1), .. Header(board.Right, isLeft: false, board.Left.Count + 1)];
        return new Symbol("U1", board.Title, BoardX, TopY, 15.24m, pins);
    }

    private static Symbol PartSymbol(WiredBoard board, Part part, decimal y, int number) =>
        new($"J{number}", part.Title, PartX, y, 12.7m, [.. part.Pins.Select((pin, i) => new Pin($"{i + 1}", pin, TypeOf(pin), board.WireOf(part.Name, pin).Net, true, i))]);

    private static string TypeOf(string pin) => pin switch
    {
        "GND" or "VIN" or "VCC" => "power_in",
        "OUT" or "TXD" => "output",
        "SDA" => "bidirectional",
        _ => "input",
    };

    private string Draw(string title)
    {
        Line(0, "(kicad_sch (version 20211123) (generator nanoevents)");
        Line(1, $"(uuid {Id(Root)})");
        Line(1, "(paper \"A4\")");
        Line(1, $"(title_block (title \"NanoEvents: {title}\") (comment 1 \"Made from wiring.txt by tests/Cli/Board\"))");
        Line(1, "(lib_symbols");
        _symbols.ForEach(symbol => Define(2, symbol, "nanoevents:"));
        Line(1, ")");
        _symbols.ForEach(Connect);
        _symbols.ForEach(Put);
        Line(1, "(sheet_instances (path \"/\" (page \"1\")))");
        Line(1, "(symbol_instances");
        foreach (Symbol symbol in _symbols)
        {
            Line(2, $"(path \"/{Id(symbol.Reference)}\" (reference \"{symbol.Reference}\") (unit 1) (value \"{symbol.Title}\") (footprint \"\"))");
        }

        Line(1, ")");
        Line(0, ")");
        return _text.ToString();
    }

    private string Library()
    {
        Line(0, "(kicad_symbol_lib (version 20211014) (generator nanoevents)");
        _symbols.ForEach(symbol => Define(1, symbol, ""));
        Line(0, ")");
        return _text.ToString();
    }

    // In a symbol y grows upwards, on the sheet downwards.
    private void Define(int depth, Symbol symbol, string library)
    {
        decimal bottom = -(symbol.Pins.Max(pin => pin.Row) * Pitch) - Pitch;
        Line(depth, $"(symbol \"{library}{symbol.Id}\" (pin_names (offset 1.016)) (in_bom yes) (on_board yes)");
        Property(depth + 1, "Reference", symbol.Reference[..1], 0, 0, 5.08m, "");
        Property(depth + 1, "Value", symbol.Title, 1, 0, bottom - Pitch, "");
        Property(depth + 1, "Footprint", "", 2, 0, 0, " hide");
        Property(depth + 1, "Datasheet", "", 3, 0, 0, " hide");
        Line(depth + 1, $"(symbol \"{symbol.Id}_0_1\"");
        Line(depth + 2, $"(rectangle (start {N(-symbol.HalfWidth)} {N(Pitch)}) (end {N(symbol.HalfWidth)} {N(bottom)}) (stroke (width 0.254) (type default) (color 0 0 0 0)) (fill (type background)))");
        Line(depth + 1, ")");
        Line(depth + 1, $"(symbol \"{symbol.Id}_1_1\"");
        foreach (Pin pin in symbol.Pins)
        {
            decimal x = (symbol.HalfWidth + Pitch) * (pin.IsLeft ? -1 : 1);
            Line(depth + 2, $"(pin {pin.Type} line (at {N(x)} {N(-pin.Row * Pitch)} {(pin.IsLeft ? 0 : 180)}) (length 2.54) (name \"{pin.Name}\" {Font}) (number \"{pin.Number}\" {Font}))");
        }

        Line(depth + 1, ")");
        Line(depth, ")");
    }

    private void Connect(Symbol symbol)
    {
        foreach (Pin pin in symbol.Pins)
        {
            string name = $"{symbol.Reference}.{pin.Number}";
            int direction = pin.IsLeft ? -1 : 1;
            decimal x = symbol.X + ((symbol.HalfWidth + Pitch) * direction);
            decimal y = symbol.Y + (pin.Row * Pitch);
            if (pin.Net == null)
            {
                Line(1, $"(no_connect (at {N(x)} {N(y)}) (uuid {Id(name + ".none")}))");
                continue;
            }

            decimal end = x + (Stub * direction);
            Line(1, $"(wire (pts (xy {N(x)} {N(y)}) (xy {N(end)} {N(y)})) {Stroke} (uuid {Id(name + ".wire")}))");
            string justify = pin.IsLeft ? "right" : "left";
            Line(1, $"(label \"{pin.Net}\" (at {N(end)} {N(y)} {(pin.IsLeft ? 180 : 0)}) (effects (font (size 1.27 1.27)) (justify {justify} bottom)) (uuid {Id(name + ".label")}))");
        }
    }

    private void Put(Symbol symbol)
    {
        decimal bottom = symbol.Y + (symbol.Pins.Max(pin => pin.Row) * Pitch);
        Line(1, $"(symbol (lib_id \"nanoevents:{symbol.Id}\") (at {N(symbol.X)} {N(symbol.Y)} 0) (unit 1) (in_bom yes) (on_board yes)");
        Line(2, $"(uuid {Id(symbol.Reference)})");
        Property(2, "Reference", symbol.Reference, 0, symbol.X, symbol.Y - 5.08m, "");
        Property(2, "Value", symbol.Title, 1, symbol.X, bottom + 5.08m, "");
        Property(2, "Footprint", "", 2, symbol.X, symbol.Y, " hide");
        Property(2, "Datasheet", "", 3, symbol.X, symbol.Y, " hide");
        foreach (Pin pin in symbol.Pins)
        {
            Line(2, $"(pin \"{pin.Number}\" (uuid {Id($"{symbol.Reference}.{pin.Number}")}))");
        }

        Line(1, ")");
    }

    private void Property(int depth, string name, string value, int id, decimal x, decimal y, string more) =>
        Line(depth, $"(property \"{name}\" \"{value}\" (id {id}) (at {N(x)} {N(y)} 0) (effects (font (size 1.27 1.27)){more}))");

    private void Line(int depth, string line) => _text.Append(' ', depth * 2).Append(line).Append('\n');

    private static string N(decimal number) => (number == 0 ? 0 : number).ToString("0.####", CultureInfo.InvariantCulture);

    // The same name has the same id each time the file is made.
    private static Guid Id(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));

    private sealed record Pin(string Number, string Name, string Type, string? Net, bool IsLeft, int Row);

    private sealed record Symbol(string Reference, string Title, decimal X, decimal Y, decimal HalfWidth, Pin[] Pins)
    {
        public string Id { get; } = string.Concat(Title.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or ' ')).Replace(' ', '_');
    }
}
