using System.Globalization;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Hardware;

/// <summary>
/// The schematic, read back as KiCad reads it: what touches what. No command of Debian's KiCad 6 runs its electrical rules check, so the rules that matter
/// here are checked by this.
/// </summary>
public sealed class SchematicTests
{
    private static readonly WiredBoard _board = Wiring.Read().Boards.Single(board => board.Name == "esp32");
    private readonly SExpression _sheet = SExpression.Parse(Schematic.Draw(_board));

    [Fact]
    public void TheSchematicIsMadeFromTheDescription()
    {
        Repository.Verify("hardware/nanoevents.kicad_sch", Schematic.Draw(_board));
        Repository.Verify("hardware/nanoevents.kicad_sym", Schematic.Library(_board));
    }

    [Fact]
    public void ItsNetsAreTheWiresOfTheTable()
    {
        var wired = _board.Wires
            .SelectMany(w => new[] { (w.Net, Pin: $"{w.Part.Title}.{w.Pin}"), (w.Net, Pin: $"{_board.Title}.{w.Label}") }).Distinct().Order();

        var drawn = Pins().Where(pin => pin.Net != null).Select(pin => (pin.Net!, $"{pin.Symbol}.{pin.Name}")).Distinct().Order();

        Assert.Equal(wired, drawn);
    }

    [Fact]
    public void EveryPinIsConnectedOrMarkedAsNot()
    {
        Assert.All(Pins(), pin => Assert.True(pin.Net != null ^ pin.IsMarkedUnconnected, $"{pin.Symbol}.{pin.Name} at {pin.At}"));
    }

    [Fact]
    public void NothingHangsInTheAir()
    {
        HashSet<(decimal, decimal)> pins = [.. Pins().Select(pin => pin.At)];

        Assert.All(_sheet.All("no_connect"), mark => Assert.Contains(At(mark), pins));
        Assert.All(_sheet.All("wire"), wire => Assert.Contains(Ends(wire)[0], pins));
        Assert.Equal(_sheet.All("wire").Select(wire => Ends(wire)[1]).Order(), _sheet.All("label").Select(At).Order());
    }

    [Fact]
    public void EverySupplyHasOneSourceAndEveryNetTwoPins()
    {
        foreach (IGrouping<string, SheetPin> net in Pins().Where(pin => pin.Net != null).GroupBy(pin => pin.Net!))
        {
            string[] types = [.. net.Select(pin => pin.Type)];

            Assert.True(types.Length >= 2, net.Key);
            Assert.Equal(types.Contains("power_in") ? 1 : 0, types.Count(type => type == "power_out"));
            Assert.True(types.Count(type => type == "output") <= 1, net.Key);
        }
    }

    [Fact]
    public void EveryIdIsItsOwn()
    {
        Assert.Distinct(Ids(_sheet));
        Assert.All(Ids(_sheet), id => Assert.True(Guid.TryParseExact(id, "D", out _), id));
    }

    [Theory]
    [InlineData("(a (b)")]
    [InlineData("(a) b")]
    [InlineData(")")]
    public void WhatIsNotAnExpressionIsRefused(string text)
    {
        Assert.Throws<FormatException>(() => SExpression.Parse(text));
    }

    private static IEnumerable<string> Ids(SExpression list) =>
        list.Items.Where(item => item.Text == null).SelectMany(item => item.Head == "uuid" ? [item[1].Text!] : Ids(item));

    private IEnumerable<SheetPin> Pins()
    {
        var definitions = _sheet.One("lib_symbols").All("symbol").ToDictionary(symbol => symbol[1].Text!);
        var nets = _sheet.All("wire").ToDictionary(wire => Ends(wire)[0], wire => _sheet.All("label").Single(label => At(label) == Ends(wire)[1])[1].Text);
        HashSet<(decimal, decimal)> marks = [.. _sheet.All("no_connect").Select(At)];
        foreach (SExpression symbol in _sheet.All("symbol"))
        {
            (decimal x, decimal y) = At(symbol);
            SExpression definition = definitions[symbol.One("lib_id")[1].Text!];
            string title = symbol.All("property").Single(p => p[1].Text == "Value")[2].Text!;
            foreach (SExpression pin in definition.All("symbol").SelectMany(unit => unit.All("pin")))
            {
                (decimal dx, decimal dy) = At(pin);
                (decimal, decimal) at = (x + dx, y - dy);
                yield return new SheetPin(title, pin.One("name")[1].Text!, pin[1].Text!, at, nets.GetValueOrDefault(at), marks.Contains(at));
            }
        }
    }

    private static (decimal X, decimal Y) At(SExpression thing) => Point(thing.One("at"));

    private static (decimal X, decimal Y)[] Ends(SExpression wire) => [.. wire.One("pts").All("xy").Select(Point)];

    private static (decimal X, decimal Y) Point(SExpression at) =>
        (decimal.Parse(at[1].Text!, CultureInfo.InvariantCulture), decimal.Parse(at[2].Text!, CultureInfo.InvariantCulture));

    private sealed record SheetPin(string Symbol, string Name, string Type, (decimal, decimal) At, string? Net, bool IsMarkedUnconnected);
}
