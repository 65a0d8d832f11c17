using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using NanoEvents.Cli;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Broker;

/// <summary>Who may knock at the broker inside, how much he may say before he has said who he is, and how often he may be wrong.</summary>
public sealed class DoorTests
{
    private const int ManyBytes = 95_000_000;

    [Theory]
    [InlineData("broker --local --port {0}")]
    [InlineData("demo --speed 1 --port {0}")]
    public async Task ABrokerForThisMachineListensOnLoopbackAlone(string commandLine)
    {
        int port = Ports.Free();
        using Nanoevents broker = Nanoevents.Start(string.Format(System.Globalization.CultureInfo.InvariantCulture, commandLine, port).Split(' '));
        await broker.LineAsync(line => line.Contains($"127.0.0.1:{port}", StringComparison.Ordinal));

        IPEndPoint[] listening = [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(one => one.Port == port)];

        Assert.Equal([new IPEndPoint(IPAddress.Loopback, port)], listening);
    }

    [Theory]
    [InlineData(0x10)]
    [InlineData(0x30)]
    public async Task WhoHasNotSaidWhoHeIsSaysLittle(byte packet)
    {
        await using EmbeddedBroker broker = new(IPAddress.Loopback, 0, "nano", "secret", trustsThisMachine: false);
        await broker.StartAsync();
        using RawClient stranger = await RawClient.OpenAsync(broker.Port);

        // A packet that says that it has 95 MB.
        await stranger.Stream.WriteAsync(new byte[] { packet, 0xC0, 0xAF, 0xA6, 0x2D }, TestContext.Current.CancellationToken);
        int sent = await SendAsync(stranger.Stream);

        Assert.True(sent < ManyBytes / 2, $"{sent} bytes were taken");
    }

    [Fact]
    public async Task WhoSaysNothingIsSentAway()
    {
        await using EmbeddedBroker broker = new(IPAddress.Loopback, 0, limits: new BrokerLimits { ConnectPatience = TimeSpan.FromMilliseconds(300) });
        await broker.StartAsync();
        using RawClient silent = await RawClient.OpenAsync(broker.Port);
        using RawClient slow = await RawClient.OpenAsync(broker.Port);
        await slow.Stream.WriteAsync(new byte[] { 0x10, 20, 0, 4 }, TestContext.Current.CancellationToken);

        Assert.Null(await silent.ReceiveAsync());
        Assert.Null(await slow.ReceiveAsync());
    }

    [Fact]
    public async Task WhoOpensManyConnectionsClosesHisOwn()
    {
        await using EmbeddedBroker broker = new(IPAddress.Loopback, 0, limits: new BrokerLimits { MaxUnnamed = 4, ConnectPatience = TimeSpan.FromMinutes(5) });
        await broker.StartAsync();
        using RawClient honest = await RawClient.OpenAsync(broker.Port, from: "127.0.0.2");
        List<RawClient> many = [];
        for (int i = 0; i < 20; i++)
        {
            many.Add(await RawClient.OpenAsync(broker.Port));
        }

        // Four may be open: the honest one, and the three of the others that came last.
        foreach (RawClient crowdedOut in many[..17])
        {
            Assert.Null(await crowdedOut.ReceiveAsync());
        }

        Assert.Equal(MqttConnectReasonCode.Success, (await honest.SayWhoAsync("honest")).ReasonCode);
        Assert.Equal(MqttConnectReasonCode.Success, (await many[17].SayWhoAsync("late")).ReasonCode);
        many.ForEach(one => one.Dispose());
    }

    [Fact]
    public async Task AFullBrokerTakesThoseBackWhomItHas()
    {
        await using EmbeddedBroker broker = new(IPAddress.Loopback, 0, limits: new BrokerLimits { MaxConnections = 1 });
        await broker.StartAsync();
        using RawClient hall = await RawClient.ConnectAsync(broker.Port, "hall");
        using RawClient porch = await RawClient.OpenAsync(broker.Port);
        using RawClient old = await RawClient.OpenAsync(broker.Port, MQTTnet.Formatter.MqttProtocolVersion.V311);
        using RawClient again = await RawClient.OpenAsync(broker.Port);

        Assert.Equal(MqttConnectReasonCode.ServerBusy, (await porch.SayWhoAsync("porch")).ReasonCode);
        Assert.Equal(MqttConnectReturnCode.ConnectionRefusedServerUnavailable, (await old.SayWhoAsync("old")).ReturnCode);
        Assert.Equal(MqttConnectReasonCode.Success, (await again.SayWhoAsync("hall")).ReasonCode);
    }

    [Fact]
    public async Task WhoIsWrongTooOftenWaitsAndNobodyElseDoes()
    {
        await using EmbeddedBroker broker = new(
            IPAddress.Loopback, 0, "nano", "secret", trustsThisMachine: false, new BrokerLimits { MaxWrongPasswords = 3, WrongPasswordPause = TimeSpan.FromHours(1) });
        await broker.StartAsync();

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(MqttConnectReasonCode.BadUserNameOrPassword, await LoginAsync(broker, "127.0.0.1", $"wrong {i}"));
        }

        Assert.Equal(MqttConnectReasonCode.ServerBusy, await LoginAsync(broker, "127.0.0.1", "secret"));
        Assert.Equal(MqttConnectReasonCode.Success, await LoginAsync(broker, "127.0.0.2", "secret"));
    }

    [Fact]
    public void APauseEnds()
    {
        HandTime time = new();
        LoginGuard guard = new(new BrokerLimits { MaxWrongPasswords = 2, WrongPasswordPause = TimeSpan.FromSeconds(10) }, time);
        IPAddress peer = IPAddress.Parse("192.0.2.1");

        guard.NoteWrong(peer);
        Assert.True(guard.MayTry(peer));
        guard.NoteWrong(peer);
        Assert.False(guard.MayTry(peer));
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(guard.MayTry(peer));
        Assert.True(guard.MayTry(IPAddress.Parse("192.0.2.2")));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(guard.MayTry(peer));
        guard.NoteWrong(peer);
        Assert.True(guard.MayTry(peer));
        guard.NoteRight(peer);
        guard.NoteWrong(peer);
        Assert.True(guard.MayTry(peer));
    }

    [Fact]
    public void ManyAddressesTakeLittleMemoryAndTheLatestIsRemembered()
    {
        HandTime time = new();
        LoginGuard guard = new(new BrokerLimits { MaxWrongPasswords = 1 }, time);
        for (int i = 0; i < 5000; i++)
        {
            guard.NoteWrong(new IPAddress(i));
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.False(guard.MayTry(new IPAddress(4999)));
        Assert.True(guard.MayTry(new IPAddress(1)));
    }

    private static async Task<MqttConnectReasonCode> LoginAsync(EmbeddedBroker broker, string from, string password)
    {
        using RawClient client = await RawClient.OpenAsync(broker.Port, from: from);
        MqttConnAckPacket answer = await client.SayWhoAsync("client", connect => (connect.Username, connect.Password) = ("nano", System.Text.Encoding.UTF8.GetBytes(password)));
        return answer.ReasonCode;
    }

    // So many bytes went before the other end closed.
    private static async Task<int> SendAsync(NetworkStream stream)
    {
        byte[] part = new byte[100_000];
        int sent = 0;
        try
        {
            for (; sent < ManyBytes; sent += part.Length)
            {
                await stream.WriteAsync(part, TestContext.Current.CancellationToken);
            }
        }
        catch (IOException)
        {
            // Closed.
        }

        return sent;
    }

    private sealed class HandTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
