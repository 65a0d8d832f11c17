using System.Net;
using MQTTnet;
using MQTTnet.Protocol;
using NanoEvents.Cli;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Broker;

/// <summary>`nanoevents broker`: passwords, sessions and limits.</summary>
public sealed class BrokerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanoevents").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ASubscriberThatWasAwayMissesNothingWhileTheBrokerRuns()
    {
        await using EmbeddedBroker broker = new(IPAddress.Loopback, 0);
        await broker.StartAsync();
        EventClientOptions options = new() { Broker = broker.LocalUrl.OriginalString.TrimEnd('/'), Session = "diary" };
        await ReadAsync(options, _ => true, events: 0);

        await SimulateAsync(broker, "hall", "21", "22", "23");

        Assert.Equal([21, 22, 23], (await ReadAsync(options, e => e.Kind == EventKind.Temperature, events: 3)).Select(e => e.Celsius));
    }

    [Fact]
    public async Task WithAPasswordFileEverybodyIsAskedForIt()
    {
        string file = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(file, "correct horse\n", TestContext.Current.CancellationToken);
        int port = Ports.Free();
        using Nanoevents broker = Nanoevents.Start(["broker", "--local", "--port", $"{port}", "--user", "hall", "--password-file", file]);
        Assert.Equal($"this machine  mqtt://hall@127.0.0.1:{port}", await broker.LineAsync(line => line.StartsWith("this", StringComparison.Ordinal)));
        await broker.LineAsync(line => line.StartsWith("While this program runs", StringComparison.Ordinal));

        Assert.Equal(MqttClientConnectResultCode.Success, await ConnectAsync(port, "hall", "correct horse"));
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, await ConnectAsync(port, "hall", "battery staple"));
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, await ConnectAsync(port, "porch", "correct horse"));
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, await ConnectAsync(port, null, null));
        Assert.Equal("warning  127.0.0.1 refused: wrong user or password", await broker.LineAsync(line => line.Contains("refused", StringComparison.Ordinal)));
        Assert.DoesNotContain(broker.Lines.Concat(broker.Notices), line => line.Contains("correct horse", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, "--password-file must be the path of a file whose first line is the password: there is no such file", "--password-file", "nowhere")]
    [InlineData(1, "its first line must be a password of 1 to 256 characters", "--password-file", "empty")]
    [InlineData(2, "--user must be 1 to 64 characters.", "--user", "")]
    [InlineData(2, "--port must be a whole number from 1 to 65535", "--port", "65536")]
    public async Task WrongInputIsOneLine(int expected, string text, params string[] arguments)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "empty"), "\nsecond line", TestContext.Current.CancellationToken);

        (int exitCode, string[] lines, string[] errors) = await Nanoevents.RunInAsync(_folder, ["broker", "--local", .. arguments]);

        Assert.Equal(expected, exitCode);
        Assert.Empty(lines);
        Assert.Contains(text, Assert.Single(errors));
    }

    private static async Task<MqttClientConnectResultCode> ConnectAsync(int port, string? user, string? password)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        MqttClientConnectResult result = await client.ConnectAsync(Options(port, user, password), TestContext.Current.CancellationToken);
        return result.ResultCode;
    }

    private static MqttClientOptions Options(int port, string? user, string? password)
    {
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500).WithClientId("tester");
        return user == null ? options.Build() : options.WithCredentials(user, password).Build();
    }

    // Reads until so many events of a kind have come, or as soon as it is connected where none is wanted.
    private static async Task<List<NanoEvent>> ReadAsync(EventClientOptions options, Func<NanoEvent, bool> isWanted, int events)
    {
        List<NanoEvent> read = [];
        await using EventClient client = new(options);
        using CancellationTokenSource end = new(TimeSpan.FromMinutes(5));
        bool isConnected = false;
        client.NoticeReceived += (_, notice) =>
        {
            isConnected |= notice.Notice.Kind == NoticeKind.Connected;
            if (isConnected && events == 0)
            {
                end.Cancel();
            }
        };
        try
        {
            await foreach (NanoEvent e in client.ReadAsync(cancellationToken: end.Token))
            {
                if (isWanted(e))
                {
                    read.Add(e);
                }

                if (read.Count == events)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (isConnected && events == 0)
        {
        }

        return read;
    }

    private async Task SimulateAsync(EmbeddedBroker broker, string device, params string[] celsius)
    {
        string trace = Path.Combine(_folder, $"{device}.csv");
        await File.WriteAllLinesAsync(trace, ["timestamp,hall_Temp", .. celsius.Select((c, i) => $"2026-01-01T00:0{i}:00Z,{c}")]);
        string[] arguments = ["simulate", "--broker", broker.LocalUrl.OriginalString, "--device", device, "--trace", trace, "--speed", "max"];
        (int exitCode, _, string[] errors) = await Nanoevents.RunAsync(arguments);
        Assert.True(exitCode == 0, string.Join('\n', errors));
    }
}
