namespace NanoEvents.Firmware.Tests.Configuration;

/// <summary>Each limit of a setting: the value at the limit is accepted, and the next one is refused.</summary>
public sealed class SettingLimitsTests
{
    private readonly SettingParser _parser = new(SettingsTable.HighestPin);

    [Theory]
    [InlineData("motion.pin", 0, 48)]
    [InlineData("motion.debounce", 0, 10000)]
    [InlineData("motion.hold", 0, 3600)]
    [InlineData("motion.settle", 0, 3600)]
    [InlineData("motion.maxPerMinute", 0, 255)]
    [InlineData("temperature.period", 1, 3600)]
    [InlineData("i2c.sda", 0, 48)]
    [InlineData("i2c.scl", 0, 48)]
    [InlineData("publish.linger", 0, 3600)]
    [InlineData("state.period", 10, 3600)]
    [InlineData("ring.capacity", 8, 2048)]
    [InlineData("store.size", 0, 128)]
    [InlineData("broker.port", 1, 65535)]
    [InlineData("broker.keepAlive", 5, 3600)]
    [InlineData("console.baud", 1200, 921600)]
    [InlineData("console.tx", 0, 48)]
    [InlineData("console.rx", 0, 48)]
    public void AWholeNumber(string name, int min, int max)
    {
        Assert.Equal((false, true, true, false), (Takes(name, $"{min - 1}"), Takes(name, $"{min}"), Takes(name, $"{max}"), Takes(name, $"{max + 1}")));
    }

    [Theory]
    [InlineData("temperature.deadband", "-0.01", "0", "50", "50.01", false)]
    [InlineData("temperature.hysteresis", "-0.01", "0", "50", "50.01", false)]
    [InlineData("temperature.high", "-40.01", "-40", "85", "85.01", true)]
    [InlineData("temperature.low", "-40.01", "-40", "85", "85.01", true)]
    [InlineData("humidity.deadband", "0", "0.01", "100", "100.01", true)]
    [InlineData("humidity.high", "-0.01", "0", "100", "100.01", true)]
    [InlineData("humidity.low", "-0.01", "0", "100", "100.01", true)]
    [InlineData("humidity.hysteresis", "-0.01", "0", "100", "100.01", false)]
    [InlineData("pressure.deadband", "0", "0.01", "800", "800.01", true)]
    [InlineData("pressure.high", "299.99", "300", "1100", "1100.01", true)]
    [InlineData("pressure.low", "299.99", "300", "1100", "1100.01", true)]
    [InlineData("pressure.hysteresis", "-0.01", "0", "800", "800.01", false)]
    public void ANumberWithDecimals(string name, string below, string min, string max, string above, bool takesOff)
    {
        Assert.Equal((false, true, true, false), (Takes(name, below), Takes(name, min), Takes(name, max), Takes(name, above)));
        Assert.Equal(takesOff, Takes(name, "off"));
    }

    [Theory]
    [InlineData("device.id", 1, 32)]
    [InlineData("motion.names", 0, 24)]
    [InlineData("temperature.names", 0, 24)]
    [InlineData("broker.host", 0, 64)]
    [InlineData("broker.prefix", 0, 64)]
    [InlineData("broker.user", 0, 64)]
    [InlineData("broker.password", 0, 128)]
    [InlineData("wifi.ssid", 0, 31)]
    [InlineData("time.server", 1, 64)]
    public void ALength(string name, int min, int max)
    {
        Assert.Equal((min == 0, true, true, false), (Takes(name, ""), Takes(name, "x"), Takes(name, new string('x', max)), Takes(name, new string('x', max + 1))));
        bool isText = name.Split('.')[0] is not ("device" or "time") && name is not ("broker.host" or "broker.prefix");
        Assert.Equal(isText, Takes(name, new string('ä', max / 2)));
        Assert.False(Takes(name, new string('ä', (max / 2) + 1)));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("1234567", false)]
    [InlineData("12345678", true)]
    [InlineData(" 234567~", true)]
    [InlineData("1234567\u001F", false)]
    [InlineData("\u007F1234567", false)]
    [InlineData("1234567ä", false)]
    public void AWifiPasswordIsEmptyOrHasEightCharactersOfAscii(string text, bool isTaken)
    {
        Assert.Equal(isTaken, Takes("wifi.password", text));
        Assert.Equal((true, false), (Takes("wifi.password", new string('x', 63)), Takes("wifi.password", new string('x', 64))));
    }

    [Fact]
    public void EverySettingHasALimitHere()
    {
        string[] withoutLimit = ["temperature.addresses", "broker.tls", "broker.ca", "broker.certificate", "broker.key", "console.port", "wifi.password"];
        IEnumerable<string> named = new[] { nameof(AWholeNumber), nameof(ANumberWithDecimals), nameof(ALength) }
            .SelectMany(test => typeof(SettingLimitsTests).GetMethod(test)!.GetCustomAttributes(typeof(InlineDataAttribute), false))
            .Select(data => (string)((InlineDataAttribute)data).Data[0]!);

        // Other tests of this process add sensors of their own.
        IEnumerable<string> own = SensorTable.Quantities.Where(quantity => quantity.Names is not null).SelectMany(quantity => quantity.Settings())
            .Concat(SensorTable.Switches.SelectMany(state => state.Settings())).Select(setting => setting.Name);
        Assert.Equal(SettingsTable.All.Select(setting => setting.Name).Except(own).Order(), named.Concat(withoutLimit).Order());
    }

    [Theory]
    [InlineData("COM0", false)]
    [InlineData("COM1", true)]
    [InlineData("com4", true)]
    [InlineData("COM5", false)]
    [InlineData("COM", false)]
    [InlineData("COM12", false)]
    [InlineData("TTY1", false)]
    public void ASerialPort(string text, bool isTaken) => Assert.Equal(isTaken, Takes("console.port", text));

    [Theory]
    [InlineData('\u001F', false)]
    [InlineData(' ', true)]
    [InlineData('~', true)]
    [InlineData('\u007F', false)]
    [InlineData('\u009F', false)]
    [InlineData('\u00A0', true)]
    public void NoControlCharacterStandsAnywhereInAText(char letter, bool isTaken)
    {
        Assert.All(new[] { $"{letter}xy", $"x{letter}y", $"xy{letter}" }, text => Assert.Equal(isTaken, Takes("wifi.ssid", text)));
    }

    [Theory]
    [InlineData("a/b/c", true)]
    [InlineData("a", true)]
    [InlineData("/", false)]
    [InlineData("ab//c", false)]
    [InlineData("a/b/", false)]
    [InlineData("/a/b", false)]
    public void APrefixHasNoEmptyLevel(string prefix, bool isTaken) => Assert.Equal(isTaken, Takes("broker.prefix", prefix));

    [Theory]
    [InlineData("A", true)]
    [InlineData("-", true)]
    [InlineData("_Az09-", true)]
    [InlineData("/ab", false)]
    [InlineData("a.b", false)]
    [InlineData("ab+", false)]
    public void ANameHasNoOtherLetterAnywhere(string name, bool isTaken) => Assert.Equal(isTaken, Takes("device.id", name));

    [Fact]
    public void ASourceNeedsNoName() => Assert.True(Takes("motion.names", "hall,,door"));

    [Fact]
    public void AListHas32ItemsAtMost()
    {
        Assert.True(Takes("motion.pin", string.Join(',', Enumerable.Range(0, 32))));
        Assert.False(Takes("motion.pin", string.Join(',', Enumerable.Range(0, 33))));
    }

    [Fact]
    public void ABoardWithFewerPinsTakesNoHigherOne()
    {
        SettingParser parser = new(39);
        foreach (string name in new[] { "motion.pin", "i2c.sda" })
        {
            Setting setting = SettingsTable.All[SettingsTable.IndexOf(name)];
            Assert.StartsWith("must be 0 to 39", parser.Rule(setting));
            Assert.Equal((true, false), (parser.TryRead(setting, "39", out _), parser.TryRead(setting, "40", out _)));
        }

        Assert.True(parser.TryRead(SettingsTable.All[SettingsTable.IndexOf("motion.maxPerMinute")], "60", out _));
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("9", true)]
    [InlineData("/", false)]
    [InlineData(":", false)]
    [InlineData("", false)]
    [InlineData("-", false)]
    [InlineData("1.", false)]
    [InlineData(".1", false)]
    [InlineData("-.1", false)]
    [InlineData("1.2.3", false)]
    [InlineData("1.25", true)]
    [InlineData("1.255", false)]
    [InlineData("9999999", true)]
    [InlineData("99999.99", true)]
    [InlineData("99999999", false)]
    [InlineData("1-", false)]
    public void DigitsAroundOnePoint(string text, bool isTaken)
    {
        Assert.Equal(isTaken, Decimals.TryParseHundredths(text, out int value));
        Assert.Equal(isTaken && !text.Contains('.'), Decimals.TryParseWhole(text, out int whole));
        if (isTaken)
        {
            decimal number = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(number * 100, value);
            Assert.Equal(text.Contains('.') ? whole : number, whole);
            Assert.Equal(number.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture), Decimals.FormatHundredths(value));
        }
    }

    [Fact]
    public void EveryHundredthIsWrittenAsItIsRead()
    {
        for (int hundredths = -1100; hundredths <= 1100; hundredths++)
        {
            Assert.Equal((hundredths / 100m).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture), Decimals.FormatHundredths(hundredths));
        }
    }

    /// <summary>Compared with the definition: the fewest of three choices for the first letter.</summary>
    [Fact]
    public void TheDistanceOfTwoWordsIsWhatItsDefinitionSays()
    {
        Random random = new(8);
        for (int run = 0; run < 3000; run++)
        {
            string one = Word(random);
            string other = Word(random);
            Assert.Equal(Distance(one.ToLowerInvariant(), other.ToLowerInvariant()), EditDistance.Between(one, other));
        }

        string longest = new('x', 40);
        Assert.Equal((0, 1), (EditDistance.Between(longest, longest + "y"), EditDistance.Between(longest, longest[1..] + "y")));
    }

    private bool Takes(string name, string text) => _parser.TryRead(SettingsTable.All[SettingsTable.IndexOf(name)], text, out _);

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => "abAB."[random.Next(5)]));

    private static int Distance(string one, string other) =>
        one.Length == 0 || other.Length == 0
            ? one.Length + other.Length
            : Math.Min(
                Distance(one[1..], other[1..]) + (one[0] == other[0] ? 0 : 1),
                1 + Math.Min(Distance(one[1..], other), Distance(one, other[1..])));
}
