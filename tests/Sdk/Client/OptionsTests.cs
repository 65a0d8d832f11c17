using Xunit;

namespace NanoEvents.Tests;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("mqtt://127.0.0.1", "127.0.0.1", 1883, false)]
    [InlineData("mqtts://broker.local", "broker.local", 8883, true)]
    [InlineData("mqtt://[::1]:1884/", "::1", 1884, false)]
    [InlineData("mqtt://user@host:1", "host", 1, false)]
    public void AnAddressIsTakenApart(string text, string host, int port, bool tls)
    {
        Assert.True(BrokerAddress.TryParse(text, out BrokerAddress? address, out _));
        Assert.Equal((host, port, tls), (address!.Host, address.Port, address.UseTls));
    }

    [Theory]
    [InlineData("", "the broker must be an address such as mqtt://192.168.1.10:1883")]
    [InlineData("127.0.0.1:1883", "the broker must be an address such as mqtt://192.168.1.10:1883")]
    [InlineData("http://127.0.0.1", "the broker's address must begin with mqtt:// or mqtts://")]
    [InlineData("mqtt://host/topic", "the broker's address must end after the port; in a user or password write %23 for #")]
    public void AWrongAddressIsRefusedWhenTheClientIsMade(string broker, string problem)
    {
        var e = Assert.Throws<ArgumentException>(() => new EventClient(broker));

        Assert.StartsWith(problem, e.Message);
    }

    [Theory]
    [InlineData("mqtt://hall:12#secret@broker")]
    [InlineData("mqtt://hall:12/secret@broker")]
    [InlineData("mqtt://hall:12?secret@broker")]
    [InlineData("mqtt://hall:12@secret@broker")]
    [InlineData("mqtt://hall:secret")]
    [InlineData("mqtt://hall:12\\secret@broker")]
    [InlineData("mqtt:hall:secret@broker")]
    [InlineData("secret://hall@broker")]
    [InlineData("secret@broker")]
    [InlineData("hall:secret@broker")]
    public void NoPartOfAPasswordIsRepeated(string broker)
    {
        var e = Assert.Throws<ArgumentException>(() => new EventClient(broker));

        Assert.DoesNotContain("secret", e.Message);
        Assert.DoesNotContain("12", e.Message.Replace("192.168.1.10", "", StringComparison.Ordinal));
        Assert.DoesNotContain("secret", new EventClientOptions { Broker = broker }.ToString());
    }

    [Fact]
    public void AKeyInThePlaceOfItsPathIsNotRepeated()
    {
        EventClientOptions options = new() { Broker = "mqtts://broker", CertificateFile = "client.crt", KeyFile = "-----BEGIN PRIVATE KEY-----\nsecret" };

        Assert.DoesNotContain("secret", options.FindProblem());
    }

    [Fact]
    public void EveryOtherOptionIsLookedAtToo()
    {
        var good = new EventClientOptions();
        Assert.Null(good.FindProblem());

        Assert.NotNull((good with { Session = "" }).FindProblem());
        Assert.NotNull((good with { ClientId = "" }).FindProblem());
        Assert.NotNull((good with { Password = "secret" }).FindProblem());
        Assert.NotNull((good with { GapPatience = TimeSpan.FromSeconds(-1) }).FindProblem());
        Assert.NotNull((good with { ReconnectDelay = TimeSpan.Zero }).FindProblem());
        Assert.NotNull((good with { SessionExpiry = TimeSpan.FromSeconds(-1) }).FindProblem());
        Assert.NotNull((good with { ReceiveMaximum = 0 }).FindProblem());
        Assert.NotNull((good with { MaxDevices = 0 }).FindProblem());
        Assert.NotNull((good with { Checkpoints = [new("hall", 1, 1), new("hall", 1, 2)] }).FindProblem());
    }

    [Theory]
    [InlineData("hall")]
    [InlineData("Hall_2-b")]
    public void ADeviceCanHaveSuchAName(string name) => Assert.True(DeviceName.IsValid(name));

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("Küche")]
    [InlineData("123456789012345678901234567890123")]
    public void ADeviceCannotHaveSuchAName(string name) => Assert.False(DeviceName.IsValid(name));

    [Theory]
    [InlineData("nanoevents/hall/events", (int)MessageKind.Events, "hall")]
    [InlineData("nanoevents/hall/state", (int)MessageKind.State, "hall")]
    [InlineData("nanoevents/hall/status", (int)MessageKind.Status, "hall")]
    [InlineData("nanoevents/hall/other", (int)MessageKind.Other, "hall")]
    [InlineData("nanoevents/a/b/events", (int)MessageKind.Events, null)]
    [InlineData("nanoevents//events", (int)MessageKind.Events, null)]
    [InlineData("nanoevents/events", (int)MessageKind.Other, null)]
    [InlineData("others/hall/events", (int)MessageKind.Other, null)]
    public void ATopicSaysKindAndDevice(string topic, int kind, string? device)
    {
        Assert.Equal((MessageKind)kind, Topics.Parse(topic, out string? found));
        Assert.Equal(device, found);
    }

    [Fact]
    public void WaitsDoubleUpToAMinuteAndStartOverAfterSuccess()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), new Random(1));

        double[] waits = Enumerable.Range(0, 9).Select(_ => backoff.Next().TotalSeconds).ToArray();
        backoff.Reset();

        Assert.All(waits.Zip([1.0, 2, 4, 8, 16, 32, 60, 60, 60]), w => Assert.InRange(w.First, w.Second * 0.8, w.Second * 1.2));
        Assert.InRange(backoff.Next().TotalSeconds, 0.8, 1.2);
    }
}
