using System.Buffers;
using System.Net;
using System.Net.Sockets;
using MQTTnet.Protocol;
using MQTTnet.Server;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests;

/// <summary>`broker`, `watch` and `simulate` as processes of their own, on loopback.</summary>
public sealed class NetworkTests : IDisposable
{
    private readonly Traces _traces = new();

    public void Dispose() => _traces.Dispose();

    [Fact]
    public async Task ThreeProcessesBringEachEventOnce()
    {
        string csv = Traces.Random(9, 1000);
        string[] toBroker = ["--broker", $"127.0.0.1:{Ports.Free()}"];
        using Nanoevents broker = Nanoevents.Start("broker", "--local", "--port", toBroker[1].Split(':')[1]);
        await broker.WaitForAsync("this machine  mqtt://" + toBroker[1]);
        using Nanoevents watch = Nanoevents.Start(["watch", "--json", .. toBroker]);
        await watch.WaitForAsync("Connected to the broker at mqtt://" + toBroker[1]);

        Finished device = (await Nanoevents.RunAsync(["simulate", "--device", "hut-7", "--speed", "max", "--trace", _traces.Write("t.csv", csv), .. toBroker])).AssertDone();

        List<string> expected = ExpectedEvents.Of(csv);
        Assert.Contains($"{expected.Count} events raised, all acknowledged, 0 dropped", device.Errors);
        await watch.WaitForAsync($"\"sequence\":{expected.Count},");
        Finished watched = (await watch.InterruptAsync()).AssertDone();
        Assert.Equal(expected, ExpectedEvents.Printed(watched.Lines));
        Assert.All(watched.Lines, line => Assert.StartsWith("{\"device\":\"hut-7\",", line));
        (await broker.InterruptAsync()).AssertDone();
    }

    [Fact]
    public async Task WatchGoesOnWithWhatCameWhileNobodyWatched()
    {
        await using EmbeddedBroker broker = new(IPAddress.Loopback, 0);
        await broker.StartAsync();
        string[] line = ["watch", "--csv", "--session", "mine", "--broker", $"127.0.0.1:{broker.Port}"];
        using (Nanoevents first = Nanoevents.Start(line))
        {
            await first.WaitForAsync("Connected to the broker");
            (await first.InterruptAsync()).AssertDone();
        }

        string csv = Traces.Random(9, 40);
        (await Nanoevents.RunAsync(["simulate", "--device", "hut", "--speed", "max", "--trace", _traces.Write("t.csv", csv), "--broker", $"127.0.0.1:{broker.Port}"])).AssertDone();

        using Nanoevents second = Nanoevents.Start(line);
        await second.WaitForAsync($",{ExpectedEvents.Of(csv).Count},");
        Finished watched = (await second.InterruptAsync()).AssertDone();
        Assert.StartsWith("time,clock,device,boot,sequence,kind,", watched.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WatchShowsThePresentAsATable()
    {
        await using EmbeddedBroker broker = new(IPAddress.Loopback, 0);
        await broker.StartAsync();
        (await Nanoevents.RunAsync(["simulate", "--device", "hut", "--speed", "max", "--trace", _traces.Write("t.csv", Traces.Small), "--broker", $"127.0.0.1:{broker.Port}"])).AssertDone();

        using Nanoevents present = Nanoevents.Start("watch", "--present", "--broker", $"127.0.0.1:{broker.Port}");
        await present.WaitForAsync("-10.00 °C");
        await present.WaitForAsync("offline");
        (await present.InterruptAsync()).AssertDone();
    }

    // The state says how many events there have been: a reader that misses the last ones learns it from nothing else.
    [Theory]
    [InlineData("100000")]
    [InlineData("max")]
    public async Task ATraceEndsWithAState(string speed)
    {
        await using EmbeddedBroker broker = new(IPAddress.Loopback, 0);
        await broker.StartAsync();
        using RawClient reader = await RawClient.ConnectAsync(broker.Port, "reader");
        await reader.SubscribeAsync("nanoevents/hut/#");

        (await Nanoevents.RunAsync(["simulate", "--device", "hut", "--speed", speed, "--trace", _traces.Write("t.csv", Traces.Random(9, 50)), "--broker", $"127.0.0.1:{broker.Port}"])).AssertDone();

        List<string> kinds = [];
        while (kinds.Count == 0 || kinds[^1] != "offline")
        {
            MQTTnet.Packets.MqttPublishPacket message = await reader.ReceiveMessageAsync();
            bool isOffline = message.Payload.ToArray().AsSpan().SequenceEqual("offline"u8);
            kinds.Add(isOffline ? "offline" : message.Topic.Split('/')[^1]);
        }

        Assert.Equal(["state", "offline"], kinds[^2..]);
    }

    // The broker acknowledges the last batches and loses them. Nothing comes after the state that the run ends with.
    [Fact]
    public async Task AReaderLearnsThatTheLastBatchesOfATraceAreLost()
    {
        const int Rows = 300;
        const int MaxArrive = 64;
        string csv = "timestamp,a_Temp\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => $"2025-01-06T00:00:{i / 10:00}.{i % 10}Z,{i % 2}\n"));
        await using EmbeddedBroker broker = new(IPAddress.Loopback, 0);
        uint arrived = 0;
        broker.Filter = message =>
        {
            List<NanoEvent> events = [];
            uint last = BatchDecoder.TryDecode(message.Payload.ToArray(), events, out _) ? events.Max(e => e.Sequence) ?? 0 : 0;
            arrived = last <= MaxArrive ? Math.Max(last, arrived) : arrived;
            return Task.FromResult(last <= MaxArrive);
        };
        await broker.StartAsync();
        string url = $"127.0.0.1:{broker.Port}";
        using Nanoevents watch = Nanoevents.Start("watch", "--json", "--broker", url);
        await watch.WaitForAsync("Connected to the broker at mqtt://" + url);

        (await Nanoevents.RunAsync(["simulate", "--device", "hut", "--speed", "max", "--trace", _traces.Write("t.csv", csv), "--broker", url])).AssertDone();

        await watch.WaitForAsync($"\"kind\":\"lost\",\"source\":null,\"from\":{arrived + 1},\"count\":{Rows - arrived},\"cause\":\"transit\"");
        (await watch.InterruptAsync()).AssertDone();
    }

    [Theory]
    [InlineData("watch")]
    [InlineData("simulate", "--device", "d")]
    public async Task AnAbsentBrokerIsWaitedForUntilCtrlC(params string[] verb)
    {
        int port = Ports.Free();
        using Nanoevents program = Nanoevents.Start([.. verb, "--broker", $"mqtt://nano:secret@127.0.0.1:{port}"]);
        await program.WaitForAsync($"Waiting for the broker at mqtt://127.0.0.1:{port}: ");

        Finished ended = (await program.InterruptAsync()).AssertDone();

        Assert.DoesNotContain("secret", ended.Errors + ended.Output);
    }

    [Theory]
    [InlineData("watch")]
    [InlineData("simulate", "--device", "d")]
    public async Task ABrokerThatComesLaterIsFound(params string[] verb)
    {
        int port = Ports.Free();
        using Nanoevents program = Nanoevents.Start([.. verb, "--broker", $"127.0.0.1:{port}"]);
        await program.WaitForAsync("Waiting for the broker");

        using Nanoevents broker = Nanoevents.Start("broker", "--local", "--port", $"{port}");

        await program.WaitForAsync($"Connected to the broker at mqtt://127.0.0.1:{port}");
        (await program.InterruptAsync()).AssertDone();
    }

    [Theory]
    [InlineData("watch")]
    [InlineData("simulate", "--device", "d")]
    public async Task AWrongPasswordEndsIt(params string[] verb)
    {
        int port = Ports.Free();
        using MqttServer broker = await RefusingBrokerAsync(port);

        Finished refused = await Nanoevents.RunAsync([.. verb, "--broker", $"mqtt://nano:secret@127.0.0.1:{port}"]);

        refused.AssertFailed(1, $"The broker at mqtt://127.0.0.1:{port} refuses user nano: BadUserNameOrPassword. Check user and password.");
        Assert.DoesNotContain("secret", refused.Errors);
        await broker.StopAsync();
    }

    private static async Task<MqttServer> RefusingBrokerAsync(int port)
    {
        MqttServerOptions options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.IPv6None)
            .WithDefaultEndpointPort(port)
            .Build();
        MqttServer broker = new MqttServerFactory().CreateMqttServer(options);
        broker.ValidatingConnectionAsync += connection =>
        {
            connection.ReasonCode = MqttConnectReasonCode.BadUserNameOrPassword;
            return Task.CompletedTask;
        };
        await broker.StartAsync();
        return broker;
    }
}
