using MQTTnet;
using MQTTnet.Packets;
using Xunit;

namespace NanoEvents.Tests;

public sealed class KeepAliveTests
{
    [Theory]
    [InlineData(0, 30)]
    [InlineData(10, 10)]
    [InlineData(60, 60)]
    public async Task TheBrokersKeepAliveTakesThePlaceOfOurs(ushort asked, int seconds)
    {
        MqttClientOptions options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1").WithKeepAlivePeriod(TimeSpan.FromSeconds(30)).Build();
        var wire = new SilentWire { Next = new MqttConnAckPacket { ServerKeepAlive = asked } };
        var inFlight = new InFlight(1, TimeProvider.System);
        using var paced = new PacedAdapter(wire, null, options, new Inbox(inFlight, TimeProvider.System), inFlight.Begin(), (in _, _) => { });

        await paced.ReceivePacketAsync(TestContext.Current.CancellationToken);

        // A little earlier than that: brokers are not all patient.
        Assert.InRange(options.KeepAlivePeriod.TotalSeconds, seconds * 0.5, seconds * 0.8);
    }

    [Fact]
    public void OursIsASetting()
    {
        var options = new EventClientOptions { KeepAlive = TimeSpan.FromMinutes(5) };

        Assert.Equal(TimeSpan.FromMinutes(5), options.ForEvents(EventFilter.All).Connection.ToOptions(MQTTnet.Formatter.MqttProtocolVersion.V500, null).KeepAlivePeriod);
        Assert.Null(options.FindProblem());
        Assert.NotNull((options with { KeepAlive = TimeSpan.FromMilliseconds(999) }).FindProblem());
        Assert.NotNull((options with { KeepAlive = TimeSpan.FromHours(19) }).FindProblem());
    }
}
