using System.Text;
using NanoEvents.Cli.Board;
using NanoEvents.Cli.Tests.Support;
using NanoEvents.Esp32;
using NanoEvents.Firmware;

namespace NanoEvents.Cli.Tests.Board.Hardware;

/// <summary>hardware/ shows what the firmware uses.</summary>
public sealed class WiringTests
{
    private static readonly Wiring _wiring = Wiring.Read();

    public static TheoryData<string> Boards => [.. _wiring.Boards.Select(board => board.Name)];

    [Theory]
    [MemberData(nameof(Boards))]
    public void TheWiresEndAtThePinsThatTheFirmwareUses(string name)
    {
        WiredBoard board = BoardOf(name);
        BoardPins pins = BoardPins.Of(board.Target);

        Assert.Equal($"{pins.Motion}", board.WireOf("pir", "OUT").Label);
        Assert.Equal($"{pins.Sda}", board.WireOf("bme280", "SDA").Label);
        Assert.Equal($"{pins.Scl}", board.WireOf("bme280", "SCL").Label);
        Assert.Equal($"{pins.ConsoleTx}", board.WireOf("console", "RXD").Label);
        Assert.Equal($"{pins.ConsoleRx}", board.WireOf("console", "TXD").Label);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void EveryPinOfEveryPartHasOneWireAndPowerComesFromPower(string name)
    {
        WiredBoard board = BoardOf(name);

        Assert.Equal(board.Parts.SelectMany(part => part.Pins.Select(pin => (part.Name, pin))).Order(), board.Wires.Select(w => (w.Part.Name, w.Pin)).Order());
        Assert.All(board.Wires.Where(w => w.Net is "GND" or "3V3" or "5V"), w => Assert.Equal(w.Net, w.Label));
        // A breadboard has room for several wires beside a GND pin.
        Assert.Distinct(board.Wires.Where(w => w.Net != "GND").Select(w => (w.IsLeft, w.Place)));
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void TheTargetIsTheOneThatFlashTakes(string name)
    {
        Assert.Equal(BoardOf(name).Target, Chip.Find(name.Split('-')[0])!.Target);
    }

    [Fact]
    public void APlainEsp32HasTheDefaultsOfTheSettings()
    {
        Settings settings = new();
        BoardPins pins = BoardPins.Of("ESP32_REV3");

        Assert.Equal([pins.Motion], settings.MotionPins);
        Assert.Equal(pins.Sda, settings.SdaPin);
        Assert.Equal(pins.Scl, settings.SclPin);
    }

    // Pins that choose how the chip starts, and those of flash memory, USB and the debugger's UART: from the chips' data sheets.
    [Theory]
    [InlineData("ESP32_REV3", new[] { 0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 15 })]
    [InlineData("ESP32_S3_OCTAL", new[] { 0, 3, 19, 20, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 43, 44, 45, 46 })]
    [InlineData("ESP32_S2", new[] { 0, 19, 20, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 43, 44, 45, 46 })]
    [InlineData("ESP32_PICO", new[] { 0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17 })]
    [InlineData("ESP32_PSRAM_REV3", new[] { 0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17 })]
    [InlineData("ESP32_C6_THREAD", new[] { 4, 5, 8, 9, 12, 13, 15, 16, 17, 24, 25, 26, 27, 28, 29, 30 })]
    [InlineData("ESP32_C3", new[] { 2, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21 })]
    public void NoPinIsOneThatTheChipNeedsForItself(string target, int[] taken)
    {
        BoardPins pins = BoardPins.Of(target);
        int[] used = [pins.Motion, pins.Sda, pins.Scl, pins.ConsoleTx, pins.ConsoleRx];

        Assert.Empty(used.Intersect(taken));
        Assert.Distinct(used);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void TheDrawingIsMadeFromTheDescription(string name)
    {
        Repository.Verify($"hardware/{name}.svg", WiringSvg.Draw(BoardOf(name)));
    }

    [Fact]
    public void TheTableInTheReadmeIsMadeFromTheDescription()
    {
        Repository.VerifyBetween("hardware/README.md", "<!-- wiring -->", "<!-- /wiring -->", Table());
    }

    [Fact]
    public void AWireToAPinThatIsNotThereIsRefused()
    {
        const string Text = "part a \"A\" OUT\nboard b \"B\" ESP32\n  left 1 2\n  right 3 4\n  wire a.OUT R2 3\n";

        FormatException refused = Assert.Throws<FormatException>(() => Wiring.Parse(Text));

        Assert.Equal("there is no such pin: wire a.OUT R2 3", refused.Message);
    }

    private static string Table()
    {
        StringBuilder table = new();
        table.Append($"| part | pin | {string.Join(" | ", _wiring.Boards.Select(board => board.Title))} |\n");
        table.Append($"|---|---|{string.Concat(_wiring.Boards.Select(_ => "---|"))}\n");
        foreach (Wire wire in _wiring.Boards[0].Wires)
        {
            IEnumerable<string> ends = _wiring.Boards.Select(board => board.WireOf(wire.Part.Name, wire.Pin)).Select(w => $"{w.Label} ({(w.IsLeft ? "left" : "right")} {w.Place})");
            table.Append($"| {wire.Part.Title} | {wire.Pin} | {string.Join(" | ", ends)} |\n");
        }

        return table.ToString();
    }

    private static WiredBoard BoardOf(string name) => _wiring.Boards.Single(board => board.Name == name);
}
