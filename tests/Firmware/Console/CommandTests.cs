namespace NanoEvents.Firmware.Tests.Consoles;

public sealed class CommandTests
{
    private readonly ConsoleBench _bench = new();

    [Fact]
    public void ASettingIsSetShownSavedAndAppliesAfterRestart()
    {
        Assert.Equal("ok  motion.pin = 26 (not saved)", _bench.Answer("set motion.pin 26"));
        Assert.Equal(["  motion.pin = 26 (not saved)", "ok  motion.pin"], _bench.Ask("show motion.pin"));
        Assert.StartsWith("ok  1 change saved, to apply after restart", _bench.Answer("save"));
        Assert.Equal(["  motion.pin = 26 (after restart)", "ok  motion.pin"], _bench.Ask("show motion.pin"));
        Assert.Equal("ok  restarting", _bench.Answer("restart"));
        Assert.Equal(1, _bench.Restarts);

        _bench.Start();

        Assert.True(_bench.Keeper.WasRestartRequested);
        Assert.Equal(["  motion.pin = 26", "ok  motion.pin"], _bench.Ask("show motion.pin"));
    }

    [Fact]
    public void NothingAppliesBeforeSave()
    {
        _bench.Ask("set motion.pin 26");

        _bench.Start();

        Assert.Equal(["  motion.pin = 27 (default)", "ok  motion.pin"], _bench.Ask("show motion.pin"));
        Assert.Equal(0, _bench.Store.BytesWritten);
    }

    [Fact]
    public void WhatIsNotSavedCanBeGivenUp()
    {
        _bench.Ask("set motion.pin 26");
        _bench.Ask("set publish.linger 9");

        Assert.Equal("error  2 changes not saved: save or discard first", _bench.Answer("restart"));
        Assert.Equal("ok  2 changes given up", _bench.Answer("discard"));
        Assert.Equal("ok  nothing to save", _bench.Answer("save"));
        Assert.Equal("ok  restarting", _bench.Answer("restart"));
    }

    [Fact]
    public void UnsetGoesBackToTheDefault()
    {
        _bench.Ask("set motion.debounce 80");
        _bench.Ask("save");

        Assert.Equal("ok  motion.debounce = 50 ms (default) (not saved)", _bench.Answer("unset motion.debounce"));
        Assert.Equal(["  motion.debounce = 50 ms (default) (not saved)", "ok  motion.debounce"], _bench.Ask("show motion.debounce"));
    }

    [Theory]
    [InlineData("set motion.pin 40", "error  motion.pin must be 0 to 39; several are separated by commas")]
    [InlineData("set i2c.sda 40", "error  i2c.sda must be 0 to 39")]
    [InlineData("set motion.pinn 3", "error  there is no such setting: did you mean motion.pin?")]
    [InlineData("set", "error  set wants the name of a setting: help lists them")]
    [InlineData("sav", "error  there is no such command: did you mean save?")]
    [InlineData("save all", "error  save takes nothing after it")]
    [InlineData("set broker.ca x", "error  broker.ca can only be sent over the USB cable: nanoevents configure --set broker.ca=FILE")]
    [InlineData("", "ok  ")]
    [InlineData("  # a remark", "ok  ")]
    [InlineData("# sync 12-3", "ok  # sync 12-3")]
    [InlineData("# sync geheim", "ok  ")]
    [InlineData("# syncgeheim", "ok  ")]
    [InlineData("  set   motion.pin=26", "ok  motion.pin = 26 (not saved)")]
    public void EachLineHasOneAnswerThatSaysWhatToDo(string line, string answer)
    {
        Assert.Equal(answer, _bench.Answer(line));
    }

    [Fact]
    public void EveryAnswerEndsInOkOrErrorAndIsIndentedBefore()
    {
        foreach (string line in new[] { "help", "help motion.pin", "show", "show ring.capacity", "stats", "test", "save", "bogus", "restart" })
        {
            string[] answer = _bench.Ask(line);

            Assert.Matches("^(ok|error)  ", answer[^1]);
            Assert.All(answer[..^1], text => Assert.StartsWith("  ", text));
        }
    }

    [Theory]
    [InlineData("set broker.password hunter2")]
    [InlineData("set wifi.password hunter2-hunter2")]
    [InlineData("set broker.password=hunter2")]
    [InlineData("set broker.pasword hunter2")]
    [InlineData("set broker.pasword=hunter2")]
    [InlineData("broker.password hunter2")]
    [InlineData("broker.password=hunter2")]
    [InlineData("# broker.password=hunter2")]
    [InlineData("save broker.password hunter2")]
    [InlineData("hunter2")]
    [InlineData("hunter2 hunter2")]
    [InlineData("hunter2=x")]
    [InlineData("set hunter2")]
    [InlineData("set hunter2 x")]
    [InlineData("unset hunter2")]
    [InlineData("show hunter2")]
    [InlineData("help hunter2")]
    public void SecretsAreNeverEchoed(string line)
    {
        List<string> answers = [.. _bench.Ask(line)];
        foreach (string next in new[] { "show", "show broker.password", "show wifi.password", "stats", "save", "show", "help broker.password" })
        {
            answers.AddRange(_bench.Ask(next));
        }

        _bench.Start();
        answers.AddRange(_bench.Ask("show"));
        Assert.DoesNotContain(answers, answer => answer.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void ASecretIsShownAsSet()
    {
        Assert.Equal("ok  broker.password = (set) (not saved)", _bench.Answer("set broker.password  with blanks "));
        Assert.Equal(["  broker.password = (set) (not saved)", "ok  broker.password"], _bench.Ask("show broker.password"));
        _bench.Ask("save");
        Assert.Equal(" with blanks ", new Settings(_bench.Keeper.Saved).BrokerPassword);
        Assert.Equal("ok  broker.password = (not set) (not saved)", _bench.Answer("set broker.password"));
    }

    [Fact]
    public void NewConnectionsAreAnnouncedAsATrial()
    {
        _bench.Ask("set broker.host 10.0.0.2");

        Assert.Equal(
            "ok  1 change saved, to apply after restart; if the device does not reach its broker within 3 minutes after it, the settings with which it did come back",
            _bench.Answer("save"));
    }

    [Fact]
    public void WhatCannotCutTheDeviceOffIsNotOnTrial()
    {
        _bench.Ask("set temperature.high 25");

        Assert.Equal("ok  1 change saved, to apply after restart", _bench.Answer("save"));
    }

    [Fact]
    public void TheWifiOfTheBoardIsShownAndWhatATrialMovesThereIsNoChange()
    {
        _bench.Ask("set wifi.ssid home");
        _bench.Ask("set wifi.password correct-horse");
        _bench.Ask("save");
        _bench.Start();
        _bench.Ask("set motion.pin 4");

        Assert.True(_bench.Keeper.TryKeep(_bench.Wifi));

        Assert.Equal(["  wifi.ssid = home (in the board's own store) (after restart)", "ok  wifi.ssid"], _bench.Ask("show wifi.ssid"));
        Assert.Equal("error  1 change not saved: save or discard first", _bench.Answer("restart"));
    }

    [Fact]
    public void WhatAnOtherFirmwareHasSetIsNamedWithoutItsValueAndKept()
    {
        SettingTexts values = new();
        values.TryKeepUnknown("fan.password=hunter2");
        new SettingsKeeper(_bench.Store).TrySave(values);
        _bench.Start();

        string[] shown = _bench.Ask("show");
        Assert.Contains($"  fan.password is not known to firmware {Boot.FirmwareVersion}, or not taken: kept as it is", shown);
        Assert.DoesNotContain(shown, line => line.Contains("hunter2", StringComparison.Ordinal));
        _bench.Ask("set motion.pin 4");
        _bench.Ask("save");
        Assert.Equal(1, new SettingsKeeper(_bench.Store).Saved.UnknownCount);
        Assert.Equal("ok  fan.password is forgotten (not saved)", _bench.Answer("unset fan.password"));
        _bench.Ask("save");
        Assert.Equal(0, new SettingsKeeper(_bench.Store).Saved.UnknownCount);
    }

    [Fact]
    public void TheRingIsShownInEventsBytesAndHours()
    {
        Assert.Contains("  ring.capacity = 512 events, 6144 bytes, rate not known yet (default)", _bench.Ask("show"));

        for (int i = 0; i < 70; i++)
        {
            _bench.Device.TemperatureSensors[0].OnReading(i % 2 * 100, i);
        }

        _bench.Clock.UptimeMs = 3600000;
        Assert.Contains("  ring.capacity = 512 events, 6144 bytes, 7.31 h at the present rate of 70 events an hour (default)", _bench.Ask("show"));
        Assert.EndsWith(" events an hour (not saved)", _bench.Answer("set ring.capacity 1000"));
        Assert.Contains("  ring.capacity = 1000 events, 12288 bytes, 14.28 h at the present rate of 70 events an hour (not saved)", _bench.Ask("show"));
    }

    [Fact]
    public void StatsTellWhatHasBeenCounted()
    {
        _bench.Device.TemperatureSensors[0].OnReading(2100, 0);
        _bench.Device.TemperatureSensors[1].OnFault(Protocol.FaultReason.NoAnswer, 0);
        _bench.Clock.UptimeMs = 90000;

        string[] stats = _bench.Ask("stats");

        Assert.Equal($"  firmware {Boot.FirmwareVersion}, boot 77, up for 90 s", stats[0]);
        Assert.Contains("  broker not connected", stats);
        Assert.Contains("  settings as saved", stats);
        Assert.Contains("  events 2 raised, 2 not acknowledged", stats);
        Assert.Contains("  sensor failures 1", stats);
        Assert.Contains("  memory 54321 bytes free", stats);
        Assert.Equal("ok  stats", stats[^1]);
    }

    [Fact]
    public void TestSaysWhatAnswersAndWhatToDoWhereSomethingDoesNot()
    {
        _bench.Device.TemperatureSensors[0].OnReading(2134, 0);
        _bench.Device.TemperatureSensors[1].OnFault(Protocol.FaultReason.NoAnswer, 0);
        _bench.Clock.UptimeMs = 4000;
        _bench.Ask("set broker.host 10.0.0.9");
        _bench.IsReachable = false;

        string[] test = _bench.Ask("test");

        Assert.Equal(
            [
                "  thermometer 0 21.34 °C, 4 s ago",
                "  thermometer 1 does not answer: check its wiring and temperature.addresses",
                "  motion 0 still",
                "  broker 10.0.0.9:1883 does not answer",
                "error  thermometer 1 does not answer: check its wiring and temperature.addresses; broker 10.0.0.9:1883 does not answer",
            ],
            test);
        Assert.Equal(["10.0.0.9:1883"], _bench.Reached);
    }

    [Fact]
    public void HelpNamesEveryCommandAndSetting()
    {
        string all = string.Join('\n', _bench.Ask("help"));

        Assert.All(SettingsTable.All, setting => Assert.Contains(setting.Name, all, StringComparison.Ordinal));
        Assert.All(new[] { "help", "show", "set", "unset", "save", "discard", "stats", "test", "restart" }, name => Assert.Contains("  " + name, all, StringComparison.Ordinal));
        Assert.Equal(
            ["  How long a motion pin must be still until motion has ended; motion begins with the first edge", "  motion.debounce must be 0 to 10000, in ms", "  default: 50", "ok  motion.debounce"],
            _bench.Ask("help motion.debounce"));
    }
}
