namespace NanoEvents.Amqp.Tests;

/// <summary>Addresses and options: what is wrong is one line, without secrets.</summary>
public sealed class OptionsTests
{
    [Theory]
    [InlineData("amqp://127.0.0.1/events", "127.0.0.1", 5672, null, "events")]
    [InlineData("amqps://house@example.org/a/b?c", "example.org", 5671, "house", "a/b?c")]
    [InlineData("AMQP://a%20b@[::1]:7/queue/x", "::1", 7, "a b", "/queue/x")]
    [InlineData("amqp://h//queue/x", "h", 5672, null, "/queue/x")]
    [InlineData("amqp://h/exchange/e/k", "h", 5672, null, "/exchange/e/k")]
    [InlineData("amqp://h/amq/queue/x", "h", 5672, null, "/amq/queue/x")]
    [InlineData("amqp://h/queues/x", "h", 5672, null, "/queues/x")]
    [InlineData("amqp://h/queue://x", "h", 5672, null, "queue://x")]
    public void AnAddressNamesServerUserAndQueue(string text, string host, int port, string? user, string node)
    {
        Assert.True(AmqpAddress.TryParse(text, out AmqpAddress? address, out string problem), problem);
        Assert.Equal((host, port, user, node), (address.Host, address.Port, address.UserName, address.Node));
        Assert.True(AmqpAddress.TryParse(address.ToString(), out AmqpAddress? again, out _));
        Assert.Equal(address with { UserName = null }, again);
    }

    [Theory]
    [InlineData("mqtt://127.0.0.1/events", "the address must be such as amqp://192.168.1.20/events")]
    [InlineData("amqp://127.0.0.1", "the address must end with the name of a queue")]
    [InlineData("amqp://127.0.0.1/", "the address must end with the name of a queue")]
    [InlineData("amqp:///events", "the address must be such as")]
    [InlineData("amqp://h:port/events", "the address must be such as")]
    [InlineData("amqp://user:s3cret@127.0.0.1/events", "a password does not belong into an address")]
    [InlineData("amqp://user@127.0.0.1/events", "a user name needs a password")]
    public void AWrongAddressIsOneLineWithoutSecrets(string address, string why)
    {
        string problem = new AmqpEventClientOptions { Address = address }.FindProblem()!;

        Assert.StartsWith(why, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", problem + new AmqpEventClientOptions { Address = address, Password = "s3cret" });
    }

    [Fact]
    public void WhatDoesNotFitIsSaid()
    {
        AmqpSinkOptions good = new() { MarksFile = "marks" };
        Assert.Null(good.FindProblem());
        (AmqpOptions Options, string Why)[] wrong =
        [
            (new AmqpSinkOptions(), "a queue cannot be read back: name a file"),
            (good with { Password = "x" }, "a password needs a user name"),
            (good with { Login = AmqpLogin.Plain }, "a login with a password needs a user name"),
            (good with { Login = AmqpLogin.External }, "a login by certificate needs a certificate"),
            (good with { Login = AmqpLogin.Anonymous, UserName = "a", Password = "b" }, "this login takes no user name"),
            (good with { CaFile = "ca.pem" }, "certificates need an address with amqps://"),
            (good with { Address = "amqps://h/q", CaFile = "absent.pem" }, "there is no file absent.pem"),
            (good with { WriteTimeout = TimeSpan.Zero }, "the write timeout must be"),
            (good with { ConnectTimeout = TimeSpan.Zero }, "the connect timeout must be"),
            (good with { DeadLetterAddress = "" }, "the address of the dead letters"),
            (new AmqpEventClientOptions { Prefetch = 0 }, "the server may send 1 to 10,000"),
            (new AmqpEventClientOptions { MaxDevices = 0 }, "the most devices"),
            (new AmqpEventClientOptions { ReconnectDelay = TimeSpan.Zero }, "the reconnect delay"),
        ];
        Assert.All(wrong, each => Assert.StartsWith(each.Why, each.Options.FindProblem(), StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => new AmqpEventSink(new()));
    }
}
