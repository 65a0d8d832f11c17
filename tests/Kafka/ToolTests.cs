using System.Net;
using System.Reflection;
using System.Text;
using Confluent.Kafka;
using NanoEvents.Tests;
using static NanoEvents.Kafka.Tests.Waiting;

namespace NanoEvents.Kafka.Tests;

/// <summary>`nanoevents bridge` and `watch` with Kafka: the command starts `nanoevents-bridge`.</summary>
public sealed class ToolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kafka-").FullName;

    // The command as it is built in a clone, and the tool beside these tests.
    private static string Command => Path.Combine(Root, "sdk/NanoEvents.Cli/bin", Path.GetRelativePath(Path.Combine(Root, "tests/Kafka/bin"), AppContext.BaseDirectory), "NanoEvents.Cli.dll");

    private static string Tool => Path.Combine(AppContext.BaseDirectory, "NanoEvents.Bridge.Tool.dll");

    private static string Root => typeof(ToolTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "Root").Value!;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task TheCommandStartsTheToolAndWatchReadsBackWhatTheBridgeHasWritten()
    {
        using var kafka = new MockKafka();
        await using TestBroker broker = await TestBroker.StartAsync();
        await using ChildProcess bridge = ChildProcess.StartProgram(Command, ["bridge", "--broker", broker.Address, "--to", kafka.Address, "--session", "b"]);
        await bridge.UntilSaysAsync("Connected to the broker");
        await broker.SendAsync(TestBatch.Of(1, 2) with { HasBoot = true });
        await broker.SendAsync([1, 2, 3], "hall", "events");
        await broker.SendAsync(TestBatch.Of(5, 1));

        await using ChildProcess all = ChildProcess.StartProgram(Command, ["watch", "--broker", kafka.Address, "--json"]);
        await using ChildProcess group = ChildProcess.StartProgram(Command, ["watch", "--broker", kafka.Address, "--group", "g", "--json"]);
        await all.UntilSaysAsync("\"sequence\":2");
        await group.UntilSaysAsync("\"sequence\":2");

        // The command has become the tool: it drains, and says the sum.
        await bridge.InterruptAsync();
        Assert.Equal(0, bridge.ExitCode);
        Assert.True(bridge.Says("records written"), string.Join('\n', bridge.Lines));
        await using ChildProcess second = ChildProcess.StartProgram(Command, ["bridge", "--broker", broker.Address, "--to", kafka.Address, "--session", "b"]);
        await group.UntilSaysAsync("\"sequence\":5");
        await all.UntilSaysAsync("\"sequence\":5");

        await Waiting.UntilAsync(() => kafka.Records(MockKafka.Topic + ".dead").Count > 0, () => string.Join('\n', bridge.Lines.Concat(second.Lines)));

        string[] expected = ["boot", "1", "2", "lost:3+2:transit", "5"];
        Assert.Equal(string.Join(' ', expected), Made.Numbers(kafka.Events()));
        Assert.Equal(expected.Length, all.Lines.Count(line => line.StartsWith("{\"device\"", StringComparison.Ordinal)));
        ConsumeResult<byte[], byte[]> letter = Assert.Single(kafka.Records(MockKafka.Topic + ".dead"));
        Assert.Equal("010203", Convert.ToHexString(letter.Message.Value));
        Assert.Equal("nanoevents/hall/events", Encoding.UTF8.GetString(letter.Message.Headers.GetLastBytes("source")));
        Assert.NotEmpty(letter.Message.Headers.GetLastBytes("reason"));
    }

    [Fact]
    public async Task AFileHoldsBridgesToKafkaBesideOthersAndADryRunConnectsToNothing()
    {
        string file = Path.Combine(_folder, "bridge.json");
        File.WriteAllText(file, """
            [
              { "broker": "mqtt://127.0.0.1:1", "to": "redis://127.0.0.1:2/events" },
              { "broker": "mqtt://127.0.0.1:1", "to": "kafka://127.0.0.1:3/site1.events" }
            ]
            """);
        await using ChildProcess dry = ChildProcess.StartProgram(Command, ["bridge", "--config", file, "--dry-run"]);

        await dry.UntilEndsAsync();

        Assert.Equal(0, dry.ExitCode);
        Assert.True(dry.Says("stream events") && dry.Says("topic site1.events, key") && dry.Says("topic site1.events.dead"), string.Join('\n', dry.Lines));
    }

    [Theory]
    [InlineData("kafka://user:secret@127.0.0.1/events", "a password does not belong into an address")]
    [InlineData("kafka://user@127.0.0.1/events", "a user name needs a password")]
    [InlineData("kafka://127.0.0.1", "must end with a topic")]
    [InlineData("kafka://127.0.0.1/events --to-login kerberos", "--to-login must be one of plain, scram-sha-256")]
    [InlineData("kafka://127.0.0.1/events --to-login oauthbearer", "a login with oauthbearer needs the client id")]
    [InlineData("kafka://127.0.0.1/events --to-ca absent.pem", "certificates need an address with kafkas://")]
    [InlineData("kafka://127.0.0.1/events --max-length 10", "--max-length is for Redis")]
    [InlineData("redis://127.0.0.1/events --to-login plain", "The other ways are for kafka://")]
    public async Task WhatCannotBeIsRefusedWithoutSecrets(string to, string why)
    {
        await using ChildProcess bridge = ChildProcess.StartProgram(Tool, ["bridge", "--broker", "mqtt://127.0.0.1:1", "--to", .. to.Split(' ')]);

        await bridge.UntilEndsAsync();

        Assert.NotEqual(0, bridge.ExitCode);
        Assert.True(bridge.Says(why), string.Join('\n', bridge.Lines));
        Assert.False(bridge.Says("secret"));
    }

    [Fact]
    public async Task AClientIdGetsItsTokenWithASecretOutOfAFile()
    {
        using var kafka = new MockKafka();
        string secret = Path.Combine(_folder, "secret");
        File.WriteAllText(secret, "the secret\n");
        using HttpListener issuer = new();
        int port = Ports.Free();
        issuer.Prefixes.Add($"http://127.0.0.1:{port}/");
        issuer.Start();
        await using ChildProcess watch = ChildProcess.StartProgram(Tool,
        [
            "watch", "--broker", $"kafka://reader@{kafka.Servers}/{MockKafka.Topic}", "--password-file", secret,
            "--login", "oauthbearer", "--token-endpoint", $"http://127.0.0.1:{port}/token", "--scope", "kafka",
        ]);

        HttpListenerContext asked = await issuer.GetContextAsync().WaitAsync(Waiting.Limit, Stop);

        using StreamReader body = new(asked.Request.InputStream);
        Assert.Equal("grant_type=client_credentials&scope=kafka", await body.ReadToEndAsync(Stop));
        Assert.Equal("Basic " + Convert.ToBase64String("reader:the secret"u8), asked.Request.Headers["Authorization"]);
        asked.Response.Abort();
        Assert.False(watch.Says("the secret"));
    }

    [Fact]
    public async Task AnInstalledCommandAsksOnceAndInstallsTheToolOfItsVersion()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-ins for dotnet and for the tool are shell scripts");
        string installed = Path.Combine(AppContext.BaseDirectory, "NanoEvents.Cli.dll");
        string[] line = ["bridge", "--broker", "mqtt://127.0.0.1:1", "--to", "kafka://127.0.0.1:3/events", "--dry-run"];
        string tools = Path.Combine(_folder, ".dotnet", "tools");
        (string, string)[] environment = [("DOTNET_HOST_PATH", Path.Combine(_folder, "dotnet")), ("DOTNET_CLI_HOME", _folder)];
        Directory.CreateDirectory(tools);

        // The tool of another version is there.
        WriteScript(".dotnet/tools/nanoevents-bridge", "echo 0.0.1");
        WriteScript("dotnet", $"""
            echo "dotnet $*"
            printf '#!/bin/sh\nif [ "$1" = --version ]; then echo "$VERSION"; else echo "tool $*"; exit 7; fi\n' > {tools}/nanoevents-bridge
            sed -i "s/\$VERSION/$6/" {tools}/nanoevents-bridge
            chmod +x {tools}/nanoevents-bridge
            """);
        await using ChildProcess refused = ChildProcess.StartProgram(installed, line, environment);
        await refused.UntilEndsAsync();
        await using ChildProcess done = ChildProcess.StartProgram(installed, [.. line, "--yes"], environment);
        await done.UntilEndsAsync();
        await using ChildProcess again = ChildProcess.StartProgram(installed, line, environment);
        await again.UntilEndsAsync();

        Assert.Equal(1, refused.ExitCode);
        Assert.True(refused.Says("dotnet tool update --global NanoEvents.Bridge.Tool --version") && refused.Says("--yes to have it done"), string.Join('\n', refused.Lines));
        Assert.True(done.ExitCode == 7, string.Join('\n', done.Lines));
        Assert.True(done.Says("dotnet tool update") && done.Says($"tool {string.Join(' ', line)} --yes"), string.Join('\n', done.Lines));
        Assert.Equal((7, false), (again.ExitCode, again.Says("dotnet tool update")));
    }

    private void WriteScript(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, "#!/bin/sh\n" + text + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
