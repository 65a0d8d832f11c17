using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Tests;

namespace NanoEvents.Webhooks.Tests.Sending;

/// <summary>`nanoevents bridge --to https://…`, as a process of its own.</summary>
public sealed class ToolTests : Senders
{
    [Fact]
    public async Task ADryRunShowsARequestAndNothingSecret()
    {
        (int code, string text) = await RunAsync("--to", "https://me@example.com/hook?code=SECRET", "--to-token-endpoint", "https://login.example.com/token", "--to-password-file", Secret("SECRET"), "--to-scope", "events", "--dry-run");

        Assert.Equal(0, code);
        Assert.Contains("https://example.com/hook?…", text);
        Assert.Contains("token         from https://login.example.com/token for me, scope events", text);
        Assert.Contains("content-type: application/cloudevents+json", text);
        Assert.Contains("webhook-id: ", text);
        Assert.Contains("webhook-signature: v1,…", text);
        Assert.Contains("\"specversion\":\"1.0\"", text);
        Assert.Contains(Path.Combine(Folder, "tool.marks.dead"), text);
        Assert.DoesNotContain("SECRET", text);
        Assert.DoesNotContain(Key.Reveal(), text);
    }

    [Theory]
    [InlineData("http://example.com/hook", "--allow-http")]
    [InlineData("https://me:SECRET@example.com/hook", "a password does not belong into an address")]
    [InlineData("https://me@example.com/hook", "OAuth 2.0 alone")]
    [InlineData("https:///hook", "such as https://example.com/hook")]
    public async Task AnAddressThatCannotBeIsRefusedWithoutItsSecrets(string to, string why)
    {
        (int code, string text) = await RunAsync("--to", to);

        Assert.Equal(1, code);
        Assert.Contains(why, text);
        Assert.DoesNotContain("SECRET", text);
        Assert.Single(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("--max-length", "5", "--max-length is for Redis")]
    [InlineData("--to-login", "plain", "--to-login is for Kafka")]
    [InlineData("--to-tenant", "t", "are for eventhubs://")]
    [InlineData("--to-scope", "events", "need the address that issues tokens")]
    [InlineData("--batch", "0", "a request carries 1 to 1000 events")]
    [InlineData("--area", "hall=Hall", "--area is for Home Assistant")]
    public async Task AnOptionThatDoesNotFitIsRefused(string option, string value, string why)
    {
        (int code, string text) = await RunAsync("--to", "https://example.com/hook", option, value);

        Assert.Equal(1, code);
        Assert.Contains(why, text);
    }

    [Fact]
    public async Task OptionsOfWebhooksAreForWebhooks()
    {
        (int code, string text) = await RunAsync("--to", "redis://127.0.0.1/events");

        Assert.Equal(1, code);
        Assert.Contains("--secret-file is for webhooks", text);
    }

    [Theory]
    [InlineData("SECRET", "Line 1 is no key of a webhook")]
    [InlineData("# only a comment", "There is no key of a webhook")]
    public async Task AFileWithoutAKeyIsRefusedWithoutItsText(string content, string why)
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "keys"), content, Stop);

        (int code, string text) = await RunAsync("--to", "https://example.com/hook", "--secret-file", Path.Combine(Folder, "keys"));

        Assert.Equal(1, code);
        Assert.Contains(why, text);
        Assert.DoesNotContain("SECRET", text);
    }

    [Fact]
    public async Task AKeyInPlaceOfItsFileIsNotRepeated()
    {
        (int code, string text) = await RunAsync("--to", "https://example.com/hook", "--secret-file", Key.Reveal());

        Assert.Equal(1, code);
        Assert.Contains("--secret-file must be the path of a file", text);
        Assert.DoesNotContain(Key.Reveal(), text);
    }

    [Fact]
    public async Task AFileMayNameAWebhook()
    {
        string keys = Secret(Key.Reveal());
        string config = Path.Combine(Folder, "bridge.json");
        await File.WriteAllTextAsync(config, $$"""[{ "broker": "mqtt://127.0.0.1:1", "to": "http://example.com/hook", "secret-file": "{{keys}}", "allow-http": true, "batch": 64 }]""", Stop);
        await using BridgeProcess bridge = new("bridge", "--config", config, "--dry-run");

        Assert.Equal(0, await bridge.WaitAsync());
        await Waiting.UntilAsync(() => bridge.Output.Contains("application/cloudevents-batch+json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatDevicesSendArrivesAndCtrlCEndsTheBridge()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using BridgeProcess bridge = new(Line(broker.Address, "--to", Receiver.Address));
        await bridge.UntilSaysAsync("Connected to the broker");
        await broker.SendAsync(TestBatch.Of(1, 3) with { HasBoot = true });
        await Waiting.UntilAsync(() => Receiver.Calls.Count == 4);

        Assert.Equal(0, await bridge.InterruptAsync());
        await bridge.UntilSaysAsync("4 records written");
        Assert.Equal(["boot", "1", "2", "3"], Receiver.Ids.Select(id => id.Split('/')[2]));
        Assert.All(Receiver.Calls, call => Assert.True(call.IsSignedWith(Key)));
    }

    private async Task<(int Code, string Text)> RunAsync(params string[] more)
    {
        await using BridgeProcess bridge = new(Line("mqtt://127.0.0.1:1", more));
        int code = await bridge.WaitAsync();
        return (code, bridge.Output.Trim() + bridge.Errors.Trim());
    }

    private string[] Line(string broker, params string[] more) =>
        ["bridge", "--broker", broker, "--marks", Path.Combine(Folder, "tool.marks"), .. more.Contains("--secret-file") ? [] : (string[])["--secret-file", Secret(Key.Reveal())], .. more];

    private string Secret(string text)
    {
        string path = Path.Combine(Folder, $"secret{text.Length}");
        File.WriteAllText(path, text + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }
}
