using NanoEvents.Cli.Configure;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Tests.Support;
using NanoEvents.Firmware;

namespace NanoEvents.Cli.Tests.Board.Configure;

/// <summary>What `configure` sends over the USB cable is a change, which the device's own code merges.</summary>
public sealed class ChangeTests
{
    private static readonly int _high = SettingsTable.IndexOf(SettingsTable.TemperatureHigh.Name);
    private static readonly int _host = SettingsTable.IndexOf(SettingsTable.BrokerHost.Name);
    private static readonly int _id = SettingsTable.IndexOf(SettingsTable.DeviceId.Name);

    [Fact]
    public void WhatIsGivenChangesAndTheOthersStay()
    {
        SettingTexts after = Merged(isReset: false, SettingInput.Of(SettingsTable.BrokerHost, "10.0.0.2"));

        Assert.Equal(("10.0.0.2", "26.00", "hall"), (after.Text(_host), after.Text(_high), after.Text(_id)));
    }

    [Fact]
    public void AfterAResetTheOthersHaveTheirDefaults()
    {
        SettingTexts after = Merged(isReset: true, SettingInput.Of(SettingsTable.BrokerHost, "10.0.0.2"));

        Assert.Equal("10.0.0.2", after.Text(_host));
        Assert.False(after.IsSet(_high) || after.IsSet(_id));
    }

    [Fact]
    public void AnEmptyNameGoesBackToTheBoardsOwn()
    {
        SettingTexts after = Merged(isReset: false, new SettingInput(_id, ""));

        Assert.False(after.IsSet(_id));
        Assert.True(after.IsSet(_high));
    }

    [Fact]
    public void AWifiPasswordAloneIsInTheChangeAndAWholeWifiInNanoClrsStore()
    {
        SettingInput password = SettingInput.Of(SettingsTable.WifiPassword, "correct-horse");

        Assert.Contains("wifi.password=***", new CableFiles([password]).Lines());
        CableFiles whole = new([SettingInput.Of(SettingsTable.WifiSsid, "home"), password]);
        Assert.DoesNotContain("wifi.password=***", whole.Lines());
        Assert.True(whole.HasNetwork);
    }

    [Theory]
    [InlineData("mqtt://nano:0123@192.168.1.5:1884", "192.168.1.5|1884|nano|0123|off")]
    [InlineData("192.168.1.5", "192.168.1.5|1883|||off")]
    [InlineData("mqtts://nano:a%20b@broker.example", "broker.example|8883|nano|a b|on")]
    public void AnAddressIsTheSettingsOfTheBroker(string address, string values) =>
        Assert.Equal(values, string.Join('|', BrokerSettings.Read(address)!.Select(input => input.Value)));

    [Theory]
    [InlineData("http://192.168.1.5")]
    [InlineData("mqtt://host/site1")]
    [InlineData("mqtt://")]
    public void SomethingElseIsNoAddress(string address) => Assert.Null(BrokerSettings.Read(address));

    [Fact]
    public async Task ADryRunSaysWhatChangesWhatStaysAndNoSecret()
    {
        string[] arguments = ["configure", "--dry-run", "--port", "COM7", "--broker", "mqtt://nano:geheim@10.0.0.2", "--set", "broker.port=1999"];

        Finished stay = (await Nanoevents.RunAsync(arguments)).AssertDone();
        Finished reset = (await Nanoevents.RunAsync([.. arguments, "--reset"])).AssertDone();

        Assert.Equal(["change", "  broker.host=10.0.0.2", "  broker.port=1999", "  broker.user=nano", "  broker.password=***", "  broker.tls=off", "  (other settings stay)"], stay.Lines[..7]);
        Assert.Equal("  (other settings get their defaults)", reset.Lines[6]);
        Assert.DoesNotContain("geheim", stay.Output + stay.Errors);
    }

    private static SettingTexts Merged(bool isReset, params SettingInput[] inputs)
    {
        SettingTexts before = new();
        before.Set(_high, "26.00");
        before.Set(_id, "hall");
        byte[] change = new CableFiles(inputs, isReset).Change(7);
        SettingsChange device = new();
        Assert.True(device.IsWhole(change));
        return device.Merge(change, before);
    }
}
