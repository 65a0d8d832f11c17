using System.Net;
using System.Text.Json;
using MQTTnet;
using NanoEvents.Cli;
using NanoEvents.Cli.Board;
using NanoEvents.Cli.Doctor;
using NanoEvents.Cli.Tests.Support;
using NanoEvents.Firmware;

namespace NanoEvents.Cli.Tests.Board.Doctor;

/// <summary>`nanoevents doctor` finds what is wrong, and says what to do.</summary>
public sealed class DoctorTests
{
    private static readonly DateTimeOffset _now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task AnAbsentBrokerIsAnErrorWithAMend()
    {
        (int exitCode, string[] lines, _) = await Nanoevents.RunAsync(["doctor", "--broker", $"mqtt://127.0.0.1:{Ports.Free()}", "--json"]);

        Assert.Equal(1, exitCode);
        JsonElement finding = Json(lines, "broker");
        Assert.Equal("error", finding.GetProperty("grade").GetString());
        Assert.StartsWith("nothing listens at mqtt://127.0.0.1:", finding.GetProperty("text").GetString());
        Assert.Contains("nanoevents broker", finding.GetProperty("mend").GetString());
    }

    [Fact]
    public async Task ABrokerWithADeviceIsWell()
    {
        await using EmbeddedBroker broker = new(IPAddress.Loopback, 0);
        await broker.StartAsync();
        using Nanoevents device = Nanoevents.Start(["simulate", "--broker", broker.LocalUrl.OriginalString, "--device", "hall"]);
        await device.LineAsync(line => line.StartsWith("Connected", StringComparison.Ordinal));

        (int exitCode, string[] lines, _) = await Nanoevents.RunAsync(["doctor", "--broker", broker.LocalUrl.OriginalString, "--wait", "2"]);

        Assert.True(exitCode == 0, string.Join('\n', lines));
        Assert.Contains(lines, line => line.StartsWith("ok       broker: mqtt://127.0.0.1:", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("ok       round trip: a message came back after ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"ok       device: hall is online, firmware {Boot.FirmwareVersion}", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("ok       clock of hall: ", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.StartsWith("ok ", StringComparison.Ordinal) || line.StartsWith("warning ", StringComparison.Ordinal), line));
        Assert.All(lines.Where(line => line[0] == 'w'), line => Assert.Contains(" -> ", line));
    }

    [Fact]
    public async Task AnEveningThatBeginsNowIsWell()
    {
        await using EmbeddedBroker broker = new(IPAddress.Loopback, 0);
        await broker.StartAsync();
        using Nanoevents device = Nanoevents.Start(["simulate", "--broker", broker.LocalUrl.OriginalString, "--device", "flat"]);
        string moved = await device.LineAsync(line => line.Contains("living room moving", StringComparison.Ordinal));

        (_, string[] lines, _) = await Nanoevents.RunAsync(["doctor", "--broker", broker.LocalUrl.OriginalString, "--wait", "2"]);

        Assert.Matches(@"^sent \d+ bytes: ", moved);
        Assert.StartsWith("flat sends the temperature in kitchen and bedroom and motion in hall and living room", device.Notices[0]);
        string[] ofDevice = [.. lines.Where(line => line.Contains("flat", StringComparison.Ordinal) || line.Contains("broker:", StringComparison.Ordinal))];
        Assert.Contains(ofDevice, line => line.StartsWith("ok       clock of flat: ", StringComparison.Ordinal));
        Assert.All(ofDevice, line => Assert.StartsWith("ok ", line));
    }

    [Fact]
    public async Task ADeviceWhoseClockIsAnHourAheadIsFound()
    {
        await using EmbeddedBroker broker = new(IPAddress.Loopback, 0);
        await broker.StartAsync();
        using Nanoevents device = Nanoevents.Start(["simulate", "--broker", broker.LocalUrl.OriginalString, "--device", "hall", "--trace", Now(TimeSpan.FromHours(1)), "--speed", "1"]);
        await device.LineAsync(line => line.StartsWith("Connected", StringComparison.Ordinal));

        (int exitCode, string[] lines, _) = await Nanoevents.RunAsync(["doctor", "--broker", broker.LocalUrl.OriginalString, "--wait", "2"]);

        Assert.Equal(1, exitCode);
        string clock = Assert.Single(lines, line => line.Contains("clock of hall", StringComparison.Ordinal));
        Assert.Matches(@"^error    clock of hall: 3\d\d\d\.\d s ahead of this PC -> look at this PC's clock first", clock);
    }

    [Fact]
    public async Task AWrongPasswordIsSaidWithoutRepeatingIt()
    {
        await using EmbeddedBroker broker = new(IPAddress.Loopback, 0, "nano", "right", trustsThisMachine: false);
        await broker.StartAsync();

        (int exitCode, string[] lines, string[] errors) = await Nanoevents.RunAsync(["doctor", "--broker", $"mqtt://nano:wrongest@127.0.0.1:{broker.Port}"]);

        Assert.Equal(1, exitCode);
        Assert.Contains($"error    broker: mqtt://127.0.0.1:{broker.Port} refuses this user and password -> give a user and password: --broker mqtt://USER:PASSWORD@HOST", lines);
        Assert.DoesNotContain(lines.Concat(errors), line => line.Contains("wrongest", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, -3600, "error", "3600.0 s behind this PC")]
    [InlineData(false, 3600, "error", "3600.0 s ahead of this PC")]
    [InlineData(false, 1, "ok", "1.0 s from this PC's, 0.0 s allowed for")]
    [InlineData(true, 60, "error", "60.0 s ahead of this PC")]
    [InlineData(true, -30, "ok", "not ahead; its last state is 30.0 s old")]
    [InlineData(true, -3600, "warning", "its last state is 3600.0 s old by it, though one comes every 60 s: behind, or the device hangs")]
    public void AStateThatTheBrokerHadKeptProvesLessThanOneThatComesNow(bool wasKept, int skewSeconds, string grade, string text)
    {
        DevicesHeard heard = new();
        heard.Take(Message("hall/status", System.Text.Encoding.UTF8.GetBytes(new Boot(1, Protocol.BootCause.Unknown).Online), true), _now);

        heard.Take(Message("hall/state", State(_now.AddSeconds(skewSeconds)), wasKept), _now);

        Finding clock = heard.Findings(TimeSpan.Zero).Single(f => f.Check == "clock of hall");
        Assert.Equal((grade, text), (clock.Grade.ToString().ToLowerInvariant(), clock.Text));
        Assert.Equal(grade == "ok", clock.Mend == null);
    }

    [Theory]
    [InlineData("offline", "warning", "hall is not online")]
    [InlineData("online firmware=0.0.9 boot=1 wake=unknown", "warning", "hall is online, firmware 0.0.9; this program comes with 0.1.0")]
    public void AStatusSaysWhetherTheDeviceIsThereAndHowOld(string status, string grade, string text)
    {
        DevicesHeard heard = new();

        heard.Take(Message("hall/status", System.Text.Encoding.UTF8.GetBytes(status), true), _now);

        Finding device = Assert.Single(heard.Findings(TimeSpan.Zero));
        Assert.Equal((grade, text), (device.Grade.ToString().ToLowerInvariant(), device.Text));
    }

    [Fact]
    public void WhatIsNoBatchIsAnErrorOfThatDevice()
    {
        DevicesHeard heard = new();

        heard.Take(Message("hall/events", [1, 2, 3], false), _now);
        heard.Take(Message("hall/else/where", [1, 2, 3], false), _now);

        Finding device = Assert.Single(heard.Findings(TimeSpan.Zero));
        Assert.Equal(Grade.Error, device.Grade);
        Assert.StartsWith("hall sends what cannot be read: ", device.Text);
    }

    [Fact]
    public void ABootThatGoesOnAfterAnotherOneOfItsNameIsTwoBoards()
    {
        Finding? name = NameFinding((1, 1000, 0), (2, 20, 3), (1, 1006, 6));

        Assert.Equal(Grade.Error, name!.Grade);
        Assert.Equal("two boards are called hall: boots 1 and 2 run at the same time", name.Text);
        Assert.Contains("device.id", name.Mend);
    }

    [Fact]
    public void ABootThatBeganBeforeTheStateOfAnotherOneIsTwoBoards()
    {
        Assert.Equal("two boards are called hall: boots 1 and 2 run at the same time", NameFinding((1, 1000, 0), (2, 300, 10))!.Text);
    }

    [Fact]
    public void BoardsThatStartTogetherAndThrowEachOtherOffAreTwo()
    {
        Assert.Equal("two boards are called hall: boots 1 and 2 run at the same time", NameFinding((1, 1, 0), (2, 1, 1), (1, 3, 2))!.Text);
    }

    [Fact]
    public void ADeviceThatRestartsIsOneBoard()
    {
        Assert.Null(NameFinding((1, 1000, 0), (1, 1060, 60), (2, 5, 66), (2, 65, 126)));
    }

    [Fact]
    public void ADeviceThatSendsAfterARestartWhatItHadStoredIsOneBoard()
    {
        DevicesHeard heard = new();
        heard.Take(Message("hall/state", State(_now, 1000), false), _now);
        heard.Take(Message("hall/state", State(_now, 200, boot: 2), false), _now.AddSeconds(10));
        heard.Take(Message("hall/events", State(_now, 1500, isState: false), false), _now.AddSeconds(11));
        heard.Take(Message("hall/state", State(_now, 6200, boot: 2), false), _now.AddSeconds(70));

        Assert.DoesNotContain(heard.Findings(TimeSpan.Zero), finding => finding.Check == "name");
    }

    [Fact]
    public void AStateThatTheBrokerHadKeptMakesNoSecondBoard()
    {
        DevicesHeard heard = new();
        heard.Take(Message("hall/state", State(_now, 2000, boot: 1), true), _now);
        heard.Take(Message("hall/state", State(_now, 1000, boot: 2), false), _now.AddSeconds(5));
        heard.Take(Message("hall/state", State(_now, 2010, boot: 1), true), _now.AddSeconds(6));

        Assert.DoesNotContain(heard.Findings(TimeSpan.Zero), finding => finding.Check == "name");
    }

    [Fact]
    public void PackagesOfAnotherGenerationAreAnError()
    {
        BoardVersions versions = new(Repository.Read(".nanoFramework/versions.json").Replace("\"nanoFramework.System.Net\": \"1.11.60\"", "\"nanoFramework.System.Net\": \"1.11.54\"", StringComparison.Ordinal));

        Assert.All(PcChecks.Fit(versions), finding => Assert.Equal(Grade.Error, finding.Grade));
        Assert.Equal(Grade.Ok, Assert.Single(PcChecks.Fit(BoardVersions.Embedded())).Grade);
    }

    [Theory]
    [InlineData("--broker", "http://127.0.0.1")]
    [InlineData("--wait", "-1")]
    public async Task WrongInputIsOneLine(string option, string value)
    {
        (int exitCode, string[] lines, string[] errors) = await Nanoevents.RunAsync(["doctor", option, value]);

        Assert.Equal(2, exitCode);
        Assert.Empty(lines);
        Assert.StartsWith($"error  {option} must be", Assert.Single(errors));
    }

    private static JsonElement Json(string[] lines, string check) =>
        lines.Select(line => JsonDocument.Parse(line).RootElement).Single(finding => finding.GetProperty("check").GetString() == check);

    private static MqttApplicationMessage Message(string topic, byte[] payload, bool wasKept) =>
        new MqttApplicationMessageBuilder().WithTopic($"nanoevents/{topic}").WithPayload(payload).WithRetainFlag(wasKept).Build();

    // What doctor says of the name after live states of boots that have been up for so long, and when they come.
    private static Finding? NameFinding(params (byte Boot, int UptimeSeconds, int At)[] states)
    {
        DevicesHeard heard = new();
        foreach ((byte boot, int uptime, int at) in states)
        {
            heard.Take(Message("hall/state", State(_now.AddSeconds(at), uptime * 100, boot), false), _now.AddSeconds(at));
        }

        return heard.Findings(TimeSpan.Zero).SingleOrDefault(finding => finding.Check == "name");
    }

    // A state without sources, or a batch without events.
    private static byte[] State(DateTimeOffset sealedAt, int sealedTicks = 1000, byte boot = 1, bool isState = true)
    {
        long anchor = (sealedAt.ToUnixTimeMilliseconds() / 10) - sealedTicks;
        List<byte> bytes = [(byte)(isState ? 0x15 : 0x11), boot, 0, 0, 1];
        for (int left = sealedTicks; left > 0; left >>= 7)
        {
            bytes.Add((byte)((left & 0x7F) | (left > 0x7F ? 0x80 : 0)));
        }

        bytes.AddRange(Enumerable.Range(0, 5).Select(i => (byte)(anchor >> (8 * i))));
        bytes.Add(0);
        int check = Protocol.Crc16.Compute([.. bytes], bytes.Count);
        return [.. bytes, (byte)check, (byte)(check >> 8)];
    }

    // A trace that begins now, by a clock that is off by so much.
    private static string Now(TimeSpan skew)
    {
        string trace = Path.GetTempFileName();
        DateTime start = DateTime.UtcNow + skew;
        File.WriteAllLines(trace, ["timestamp,hall_Temp", .. Enumerable.Range(0, 60).Select(i => $"{start.AddSeconds(i):yyyy-MM-ddTHH:mm:ss.ff}Z,{20 + (i % 5)}")]);
        return trace;
    }
}
