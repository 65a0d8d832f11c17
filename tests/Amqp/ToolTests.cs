using NanoEvents.Amqp.Tests.Support;
using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Tests;

namespace NanoEvents.Amqp.Tests;

/// <summary>`bridge` and `watch` from the command line.</summary>
public sealed class ToolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("amqp").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task WatchReadsBackWhatTheBridgeHasWrittenAndNoSecretIsShown()
    {
        RabbitServer.SkipWhereAbsent();
        await using RabbitServer rabbit = await RabbitServer.StartAsync();
        await using TestBroker broker = await TestBroker.StartAsync();
        string address = rabbit.Address("queue/events", "bridge");
        string password = Path.Combine(_folder, "password");
        File.WriteAllText(password, RabbitServer.Password + "\n");
        string[] line = ["bridge", "--broker", broker.Address, "--to", address, "--to-password-file", password, "--session", "b", "--marks", Path.Combine(_folder, "marks")];
        await using BridgeProcess bridge = new(line);
        await bridge.UntilSaysAsync("Connected to the broker");
        await broker.SendAsync(TestBatch.Of(1, 2) with { HasBoot = true });
        await broker.SendAsync([1, 2, 3], "hall", "events");
        await broker.SendAsync(TestBatch.Of(5, 1));

        // The wrong one waits, and does not give up.
        File.WriteAllText(Path.Combine(_folder, "wrong"), "0ther\n");
        await using BridgeProcess wrong = new("watch", "--broker", address, "--password-file", Path.Combine(_folder, "wrong"));
        await wrong.UntilSaysAsync("Waiting for amqp://127.0.0.1");
        await wrong.UntilSaysAsync("it refuses the user or the password");

        await using BridgeProcess watch = new("watch", "--broker", address, "--password-file", password, "--json");
        await Waiting.UntilAsync(() => watch.Output.Contains("\"sequence\":2", StringComparison.Ordinal));
        await bridge.UntilSaysAsync("1 in the dead letters of");
        Assert.Equal(0, await bridge.InterruptAsync());
        Assert.Contains("1 dead letters", bridge.Errors, StringComparison.Ordinal);

        // The next run goes on where the file of marks says.
        await using BridgeProcess second = new(line);
        await Waiting.UntilAsync(() => watch.Output.Contains("\"sequence\":5", StringComparison.Ordinal));
        string[] events = watch.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, events.Length);
        Assert.Contains("\"kind\":\"lost\"", events[3], StringComparison.Ordinal);
        Assert.DoesNotContain(RabbitServer.Password, bridge.Errors + watch.Errors + second.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("0ther", wrong.Errors, StringComparison.Ordinal);

        await using BridgeProcess letters = new("watch", "--broker", address + ".dead", "--password-file", password, "--json");
        await letters.UntilSaysAsync("Reading amqp");
        await using BridgeProcess present = new("watch", "--broker", address, "--password-file", password, "--present");
        Assert.Equal(1, await present.WaitAsync());
        Assert.Contains("--present: a queue gives each event once", present.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amqp://user:s3cret@127.0.0.1/events", "a password does not belong into an address")]
    [InlineData("amqp://user@127.0.0.1/events", "a user name needs a password")]
    [InlineData("amqp://127.0.0.1", "must end with the name of a queue")]
    [InlineData("amqp://127.0.0.1/events --to-login scram-sha-256", "AMQP knows three ways to log in")]
    [InlineData("amqps://127.0.0.1/events --to-login external", "a login by certificate needs a certificate")]
    [InlineData("amqp://127.0.0.1/events --to-scope x", "AMQP takes no tokens")]
    [InlineData("amqp://127.0.0.1/events --to-ca absent.pem", "certificates need an address with amqps://")]
    [InlineData("amqp://127.0.0.1/events --max-length 10", "--max-length is for Redis")]
    [InlineData("redis://127.0.0.1/events --to-certificate a.pem", "--to-certificate and --to-key are for targets")]
    [InlineData("redis://127.0.0.1/events --marks marks", "--marks is for targets that cannot be read back")]
    [InlineData("kafka://127.0.0.1/events --to-login external", "Kafka has no login external")]
    public async Task WhatCannotBeIsRefusedWithoutSecrets(string to, string why)
    {
        await using BridgeProcess bridge = new(["bridge", "--broker", "mqtt://127.0.0.1:1", "--to", .. to.Split(' ')]);

        Assert.NotEqual(0, await bridge.WaitAsync());
        await bridge.UntilSaysAsync(why);
        Assert.DoesNotContain("s3cret", bridge.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AQueueHasNoGroups()
    {
        await using BridgeProcess watch = new("watch", "--broker", "amqp://127.0.0.1:1/events", "--group", "g");

        Assert.Equal(1, await watch.WaitAsync());
        await watch.UntilSaysAsync("a queue has no groups");
    }

    [Fact]
    public async Task ADryRunSaysWhatWouldBeWritten()
    {
        await using BridgeProcess dry = new("bridge", "--broker", "mqtt://127.0.0.1:1", "--to", "amqp://127.0.0.1/queue/events", "--marks", "here.marks", "--dry-run");

        Assert.Equal(0, await dry.WaitAsync());
        await Waiting.UntilAsync(() => dry.Output.Contains("\nevent  ", StringComparison.Ordinal));
        Assert.Contains("address /queue/events, group id", dry.Output, StringComparison.Ordinal);
        Assert.Contains("file here.marks", dry.Output, StringComparison.Ordinal);
        Assert.Contains("address /queue/events.dead", dry.Output, StringComparison.Ordinal);
    }
}
