namespace NanoEvents.Firmware.Tests.Configuration;

public sealed class SettingsTableTests
{
    private static readonly SettingParser _reader = new(39);

    [Fact]
    public void EveryDefaultIsAValueInItsOneSpelling()
    {
        Assert.All(SettingsTable.All.Where(setting => setting.Kind != SettingKind.CableFile), setting =>
        {
            Assert.True(_reader.TryRead(setting, setting.Default, out string value), setting.Name);
            Assert.Equal(setting.Default, value);
        });
    }

    [Fact]
    public void NamesAreUniqueAndSecretsArePasswords()
    {
        Assert.Equal(SettingsTable.All.Length, SettingsTable.All.Select(setting => setting.Name.ToLowerInvariant()).Distinct().Count());
        Assert.Equal(["broker.password", "wifi.password"], SettingsTable.All.Where(setting => setting.IsSecret).Select(setting => setting.Name));
        Assert.All(SettingsTable.All, setting => Assert.NotEmpty(setting.Help));
    }

    [Fact]
    public void NothingSetIsTheDefaults()
    {
        Settings settings = new();

        Assert.Equal("nano", settings.DeviceId);
        Assert.Equal([27], settings.MotionPins);
        Assert.Equal(50, settings.DebounceMs);
        Assert.Equal(5000, settings.HoldMs);
        Assert.Equal(30000, settings.SettleMs);
        Assert.Equal(60, settings.MotionMaxPerMinute);
        Assert.Equal(10, settings.DeadbandCentiCelsius);
        Assert.Equal(Settings.Off, settings.HighCentiCelsius);
        Assert.Equal(Settings.Off, settings.LowCentiCelsius);
        Assert.Equal(30, settings.HysteresisCentiCelsius);
        Assert.Equal(10000, settings.SampleMs);
        Assert.Equal((5000, 300_000), (settings.LingerMs, settings.StateMs));
        Assert.Equal(512, settings.RingCapacityEvents);
        Assert.Equal([0], settings.ThermometerAddresses);
        Assert.Empty(settings.ThermometerNames);
        Assert.Equal((21, 22, 17, 16), (settings.SdaPin, settings.SclPin, settings.ConsoleTxPin, settings.ConsoleRxPin));
        Assert.Equal((1883, false, "", ""), (settings.BrokerPort, settings.BrokerTls, settings.BrokerUser, settings.BrokerPassword));
        Assert.Equal(("", 330), (settings.BrokerPrefix, settings.KeepAliveSeconds));
        Assert.Null(settings.WifiSsid);
        Assert.Equal(("COM2", 115200, "pool.ntp.org"), (settings.ConsolePort, settings.ConsoleBaud, settings.TimeServer));
    }

    [Fact]
    public void WhatIsSetIsWhatTheFirmwareGets()
    {
        SettingTexts values = Values.Of(
            ("motion.pin", "26, 25"), ("motion.names", "hall, living room"), ("temperature.addresses", "0x77,AUTO,0x76"), ("temperature.high", "27.5"),
            ("temperature.low", "-0.05"), ("publish.linger", "0"), ("broker.tls", "ON"), ("console.port", "com3"), ("wifi.ssid", "home"));

        Settings settings = new(values);

        Assert.Equal([26, 25], settings.MotionPins);
        Assert.Equal(["hall", "living room"], settings.MotionSensorNames);
        Assert.Equal([0x77, 0, 0x76], settings.ThermometerAddresses);
        Assert.Equal((2750, -5), (settings.HighCentiCelsius, settings.LowCentiCelsius));
        Assert.Equal(0, settings.LingerMs);
        Assert.True(settings.BrokerTls);
        Assert.Equal("COM3", settings.ConsolePort);
        Assert.Equal(("home", null), (settings.WifiSsid, settings.WifiPassword));
    }

    [Theory]
    [InlineData("motion.pin", "40", "must be 0 to 39; several are separated by commas")]
    [InlineData("motion.pin", "1,x", "must be 0 to 39; several are separated by commas")]
    [InlineData("i2c.sda", "-1", "must be 0 to 39")]
    [InlineData("motion.debounce", "5.5", "must be 0 to 10000")]
    [InlineData("motion.debounce", "", "must be 0 to 10000")]
    [InlineData("motion.debounce", "99999999999999999999", "must be 0 to 10000")]
    [InlineData("motion.maxPerMinute", "256", "must be 0 to 255")]
    [InlineData("temperature.high", "85.01", "must be -40.00 to 85.00, with at most two decimals, or off")]
    [InlineData("temperature.high", "21.555", "must be -40.00 to 85.00, with at most two decimals, or off")]
    [InlineData("temperature.high", "21,5", "must be -40.00 to 85.00, with at most two decimals, or off")]
    [InlineData("temperature.deadband", "1e1", "must be 0.00 to 50.00, with at most two decimals")]
    [InlineData("temperature.deadband", ".5", "must be 0.00 to 50.00, with at most two decimals")]
    [InlineData("temperature.deadband", "5.", "must be 0.00 to 50.00, with at most two decimals")]
    [InlineData("device.id", "hall/1", "must be 1 to 32 of A-Z a-z 0-9 _ -")]
    [InlineData("device.id", "", "must be 1 to 32 of A-Z a-z 0-9 _ -")]
    [InlineData("motion.names", "a,b\u0007", "must be names of at most 24 bytes, separated by commas")]
    [InlineData("temperature.addresses", "0x78", "must be auto, 0x76 or 0x77; several are separated by commas")]
    [InlineData("broker.tls", "yes", "must be on or off")]
    [InlineData("broker.port", "0", "must be 1 to 65535")]
    [InlineData("broker.host", "my host", "must be a host's name or address, 0 to 64 characters long")]
    [InlineData("broker.host", "mqtt://host", "must be a host's name or address, 0 to 64 characters long")]
    [InlineData("broker.keepAlive", "4", "must be 5 to 3600")]
    [InlineData("motion.hold", "3601", "must be 0 to 3600")]
    [InlineData("broker.prefix", "site1/", "must be at most 64 of A-Z a-z 0-9 _ - . with single / between them, and none at either end")]
    [InlineData("broker.prefix", "/site1", "must be at most 64 of A-Z a-z 0-9 _ - . with single / between them, and none at either end")]
    [InlineData("broker.prefix", "a//b", "must be at most 64 of A-Z a-z 0-9 _ - . with single / between them, and none at either end")]
    [InlineData("broker.prefix", "site/+", "must be at most 64 of A-Z a-z 0-9 _ - . with single / between them, and none at either end")]
    [InlineData("time.server", "", "must be a host's name or address, 1 to 64 characters long")]
    [InlineData("wifi.ssid", "aääääääääääääääääb", "must be at most 31 bytes long, without control characters")]
    [InlineData("wifi.ssid", "12345678901234567890123456789012", "must be at most 31 bytes long, without control characters")]
    [InlineData("wifi.password", "1234567", "must be 8 to 63 characters of ASCII, or empty for an open Wi-Fi")]
    [InlineData("wifi.password", "1234567890123456789012345678901234567890123456789012345678901234", "must be 8 to 63 characters of ASCII, or empty for an open Wi-Fi")]
    [InlineData("wifi.password", "passwörter", "must be 8 to 63 characters of ASCII, or empty for an open Wi-Fi")]
    [InlineData("console.port", "COM9", "must be COM1 to COM4")]
    [InlineData("broker.ca", "ca.pem", "can only be sent over the USB cable: nanoevents configure --set broker.ca=FILE")]
    public void WhatIsNoValueIsRefusedWithTheRule(string name, string value, string rule)
    {
        Setting setting = SettingsTable.All[SettingsTable.IndexOf(name)];

        Assert.False(_reader.TryRead(setting, value, out _));
        Assert.Equal(rule, _reader.Rule(setting));
    }

    [Theory]
    [InlineData("wifi.ssid", "1234567890123456789012345678901")]
    [InlineData("wifi.password", "")]
    [InlineData("wifi.password", " 12345 8")]
    [InlineData("wifi.password", "123456789012345678901234567890123456789012345678901234567890123")]
    public void WhatAWifiMayHaveIsTakenAsItIs(string name, string value)
    {
        Setting setting = SettingsTable.All[SettingsTable.IndexOf(name)];

        Assert.True(_reader.TryRead(setting, value, out string read));
        Assert.Equal(value, read);
    }

    [Fact]
    public void APrefixStandsBeforeTheTopicsAndTheClientsName()
    {
        Settings plain = new(Values.Of(("device.id", "hall")));
        Settings prefixed = new(Values.Of(("device.id", "hall"), ("broker.prefix", " eu/site1 ")));

        Assert.Equal(("nanoevents/hall/events", "hall"), (Topic.Name(plain, "events"), Topic.ClientId(plain)));
        Assert.Equal(("eu/site1/nanoevents/hall/state", "eu/site1/hall"), (Topic.Name(prefixed, "state"), Topic.ClientId(prefixed)));
    }

    [Theory]
    [InlineData("0", 0, "0.00")]
    [InlineData("-0.05", -5, "-0.05")]
    [InlineData("21.5", 2150, "21.50")]
    [InlineData("007", 700, "7.00")]
    [InlineData("-40", -4000, "-40.00")]
    public void DecimalsAreHundredthsWithoutRounding(string text, int hundredths, string formatted)
    {
        Assert.True(Decimals.TryParseHundredths(text, out int value));
        Assert.Equal(hundredths, value);
        Assert.Equal(formatted, Decimals.FormatHundredths(value));
    }

    [Theory]
    [InlineData("motion.pinn", "motion.pin")]
    [InlineData("MOTION.PIN", "motion.pin")]
    [InlineData("temperature.hysterese", "temperature.hysteresis")]
    [InlineData("brokerhost", "broker.host")]
    [InlineData("motion.maxperminute", "motion.maxPerMinute")]
    [InlineData("wifi.pass", "wifi.ssid")]
    public void AnUnknownNameGetsTheNearestOne(string name, string nearest)
    {
        Assert.Equal(nearest, SettingsTable.Nearest(name));
    }
}
