using System.Text;
using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Configuration;

public sealed class TrialTests
{
    private readonly MemoryStore _store = new();
    private readonly HandWifi _wifi = new();

    [Fact]
    public void SettingsThatConnectAreKeptAtOnce()
    {
        HandClock clock = new();
        Trial trial = new(clock, true);

        Assert.Equal(TrialVerdict.Wait, trial.Step(false));
        clock.UptimeMs = 20000;
        Assert.Equal(TrialVerdict.Keep, trial.Step(true));
        clock.UptimeMs = Trial.PatienceMs * 2;
        Assert.Equal(TrialVerdict.Wait, trial.Step(false));
    }

    [Fact]
    public void SettingsThatDoNotConnectWithinThreeMinutesAreTakenBackOnce()
    {
        HandClock clock = new();
        Trial trial = new(clock, true);

        clock.UptimeMs = 179999;
        Assert.Equal(TrialVerdict.Wait, trial.Step(false));
        clock.UptimeMs = 180000;
        Assert.Equal(TrialVerdict.GoBack, trial.Step(false));
        Assert.Equal(TrialVerdict.Wait, trial.Step(true));
    }

    [Fact]
    public void WithoutOthersToComeBackToTheDeviceKeepsTrying()
    {
        HandClock clock = new() { UptimeMs = Trial.PatienceMs * 100L };
        Trial trial = new(clock, false);

        Assert.Equal(TrialVerdict.Wait, trial.Step(false));
        Assert.Equal(TrialVerdict.Keep, trial.Step(true));
    }

    [Theory]
    [InlineData("broker.host", "10.0.0.3", true)]
    [InlineData("wifi.password", "correct horse", true)]
    [InlineData("motion.pin", "4", true)]
    [InlineData("i2c.sda", "4", true)]
    [InlineData("console.port", "COM3", true)]
    [InlineData("console.baud", "9600", true)]
    [InlineData("temperature.addresses", "0x76,0x77", true)]
    [InlineData("ring.capacity", "1024", true)]
    [InlineData("store.size", "32", true)]
    [InlineData("temperature.high", "25", false)]
    [InlineData("motion.names", "hall", false)]
    public void WhatMayCutTheDeviceOffIsOnTrial(string name, string value, bool isOnTrial)
    {
        Connected(("broker.host", "10.0.0.2"));

        new SettingsKeeper(_store).TrySave(name == "broker.host" ? Values.Of((name, value)) : Values.Of(("broker.host", "10.0.0.2"), (name, value)));

        Assert.Equal(isOnTrial, new SettingsKeeper(_store).CanGoBack);
    }

    [Fact]
    public void TheWatchdogIsToldOnce()
    {
        new SettingsKeeper(_store).NoteWatchdog();

        SettingsKeeper keeper = new(_store);
        Assert.Equal((true, false), (keeper.WasWatchdog, keeper.WasRestartRequested));
        Assert.False(new SettingsKeeper(_store).WasWatchdog);
    }

    [Fact]
    public void TwoSavesBeforeARestartStillComeBackToWhatConnected()
    {
        Connected(("broker.host", "10.0.0.2"));
        new SettingsKeeper(_store).TrySave(Values.Of(("broker.host", "10.0.0.3")));
        new SettingsKeeper(_store).TrySave(Values.Of(("broker.host", "10.0.0.4")));

        Assert.True(new SettingsKeeper(_store).TryGoBack());

        SettingsKeeper after = new(_store);
        Assert.True(after.IsRolledBack);
        Assert.False(after.CanGoBack);
        Assert.Equal("broker.host=10.0.0.2", after.Saved.Text());
    }

    [Fact]
    public void TheStatusTopicSaysThatSettingsWereRolledBackUntilTheNextSave()
    {
        Connected(("broker.host", "10.0.0.2"));
        new SettingsKeeper(_store).TrySave(Values.Of(("broker.host", "10.0.0.3")));
        new SettingsKeeper(_store).TryGoBack();

        Assert.EndsWith(" settings=rolledback", new Boot(1, BootCause.Requested, new SettingsKeeper(_store).IsRolledBack).Online);

        new SettingsKeeper(_store).TrySave(Values.Of(("broker.host", "10.0.0.2"), ("motion.pin", "5")));
        Assert.EndsWith(" wake=requested", new Boot(1, BootCause.Requested, new SettingsKeeper(_store).IsRolledBack).Online);
    }

    [Fact]
    public void TheWifiGoesToTheBoardOnceItHasConnectedAndLeavesNoPasswordBehind()
    {
        Connected(("broker.host", "10.0.0.2"));
        new SettingsKeeper(_store).TrySave(Values.Of(("broker.host", "10.0.0.2"), ("wifi.ssid", "home"), ("wifi.password", "correct horse")));
        Assert.Equal("", _wifi.Ssid);

        SettingsKeeper keeper = new(_store);
        Assert.Equal("correct horse", new Settings(keeper.Running).WifiPassword);
        Assert.True(keeper.TryKeep(_wifi));

        Assert.Equal(("home", "correct horse"), (_wifi.Ssid, _wifi.Password));
        Assert.Equal("broker.host=10.0.0.2", new SettingsKeeper(_store).Saved.Text());
        Assert.All(
            Enumerable.Range(0, SettingsSlot.Count).Select(slot => _store[slot]).OfType<byte[]>(),
            file => Assert.DoesNotContain("horse", Encoding.UTF8.GetString(file)));
        Assert.False(new SettingsKeeper(_store).CanGoBack);
    }

    [Fact]
    public void AWifiThatTheBoardDoesNotTakeStaysInTheSettings()
    {
        _wifi.Takes = false;
        new SettingsKeeper(_store).TrySave(Values.Of(("wifi.ssid", "home")));

        Assert.False(new SettingsKeeper(_store).TryKeep(_wifi));

        Assert.Equal("wifi.ssid=home", new SettingsKeeper(_store).Saved.Text());
    }

    [Fact]
    public void ARestartThatWasAskedForIsToldOnce()
    {
        new SettingsKeeper(_store).NoteRestart();

        Assert.True(new SettingsKeeper(_store).WasRestartRequested);
        Assert.False(new SettingsKeeper(_store).WasRestartRequested);
    }

    [Fact]
    public void SettingsThatAreSavedWhileOthersAreOnTrialKeepTheirWifi()
    {
        new SettingsKeeper(_store).TrySave(Values.Of(("wifi.ssid", "home"), ("wifi.password", "correct horse")));
        SettingsKeeper keeper = new(_store);
        Assert.True(keeper.TrySave(Values.Of(("wifi.ssid", "other"), ("wifi.password", "battery staple"))));

        Assert.True(keeper.TryKeep(_wifi));

        Assert.Equal("home", _wifi.Ssid);
        Assert.Equal("wifi.ssid=other\nwifi.password=battery staple", new SettingsKeeper(_store).Saved.Text());
    }

    [Fact]
    public void WhatHasConnectedBeforeIsNotWrittenAgain()
    {
        Connected(("broker.host", "10.0.0.2"));
        SettingsKeeper keeper = new(_store);
        long before = _store.BytesWritten;

        Assert.True(keeper.TryKeep(_wifi));

        Assert.Equal(before, _store.BytesWritten);
    }

    [Fact]
    public void ADeviceThatHasNeverConnectedHasNothingToGoBackTo()
    {
        Assert.False(new SettingsKeeper(_store).CanGoBack);
        Assert.True(new SettingsKeeper(_store).TrySave(Values.Of(("broker.host", "10.0.0.2"))));
        Assert.False(new SettingsKeeper(_store).CanGoBack);
    }

    [Fact]
    public void WhatConnectedLastIsWhatTheDeviceGoesBackTo()
    {
        Connected(("broker.host", "10.0.0.2"));
        Connected(("broker.host", "10.0.0.2"), ("motion.pin", "4"));
        new SettingsKeeper(_store).TrySave(Values.Of(("broker.host", "10.0.0.3"), ("motion.pin", "5")));

        Assert.True(new SettingsKeeper(_store).TryGoBack());

        Assert.Equal("motion.pin=4\nbroker.host=10.0.0.2", new SettingsKeeper(_store).Saved.Text());
    }

    [Fact]
    public void TheLastOfManySavesCounts()
    {
        SettingsKeeper keeper = new(_store);
        for (int pin = 1; pin < 8; pin++)
        {
            Assert.True(keeper.TrySave(Values.Of(("motion.pin", $"{pin}"))));
            Assert.Equal($"motion.pin={pin}", new SettingsKeeper(_store).Saved.Text());
            Assert.Equal("", keeper.Running.Text());
        }
    }

    [Fact]
    public void AStoreThatTakesNothingIsToldOfAndChangesNothing()
    {
        Connected(("broker.host", "10.0.0.2"));
        SettingsKeeper keeper = new(_store);
        Assert.True(keeper.TrySave(Values.Of(("broker.host", "10.0.0.3"))));
        SettingsKeeper onTrial = new(_store);
        (_store.BytesLeft, _store.Cut) = (-1, CutKind.OldBehind);

        Assert.False(onTrial.TrySave(Values.Of(("broker.host", "10.0.0.4"))));
        Assert.False(onTrial.TryKeep(_wifi));
        Assert.False(onTrial.TryGoBack());

        Assert.True(onTrial.CanGoBack);
        Assert.Equal("broker.host=10.0.0.3", onTrial.Saved.Text());
    }

    [Fact]
    public void TheNumberOfTheSettingsWrapsAndTheNewestStillCount()
    {
        SettingsFile file = new();
        _store[SettingsSlot.First] = file.Encode(Values.Of(("motion.pin", "1")), int.MaxValue, 0);

        foreach (string pin in new[] { "2", "3", "4" })
        {
            Assert.True(new SettingsKeeper(_store).TrySave(Values.Of(("motion.pin", pin))));
            Assert.Equal($"motion.pin={pin}", new SettingsKeeper(_store).Saved.Text());
        }
    }

    private void Connected(params (string Name, string Value)[] pairs)
    {
        new SettingsKeeper(_store).TrySave(Values.Of(pairs));
        Assert.True(new SettingsKeeper(_store).TryKeep(_wifi));
    }
}
