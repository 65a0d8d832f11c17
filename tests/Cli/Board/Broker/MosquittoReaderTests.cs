using System.Globalization;
using MQTTnet;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Broker;

/// <summary>Readers and commands against a Mosquitto that refuses, forgets, or is short of patience.</summary>
public sealed class MosquittoReaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nanoevents-mosquitto");
    private readonly int _port = Ports.Free();

    private string Url => $"mqtt://127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}";

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task AQuietReaderStaysThoughTheBrokerWantsAShorterKeepAlive()
    {
        await using Mosquitto broker = await StartAsync("max_keepalive 10");
        await using Reading reading = new(new EventClientOptions { Broker = Url });
        await reading.UntilAsync(NoticeKind.Connected);

        // Without a word it waits for half as long again.
        await Task.Delay(TimeSpan.FromSeconds(18), TestContext.Current.CancellationToken);

        Assert.True(reading.Client.IsConnected);
        Assert.DoesNotContain(reading.Notices, r => r.Kind == NoticeKind.Waiting);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ABrokerThatComesBackBeforeItsUsersEndsNobody(bool inAProcess)
    {
        await using Mosquitto broker = await StartAsync();
        using Nanoevents watch = Nanoevents.Start(["watch", "--broker", Url]);
        await using Reading reading = new(new EventClientOptions { Broker = Url, Session = "house" });
        await reading.UntilAsync(NoticeKind.Connected);
        await watch.LineAsync(line => line.StartsWith("Connected", StringComparison.Ordinal));

        await RestartAsync(broker, "allow_anonymous false");
        await reading.UntilAsync("refuses a client without user name");
        if (inAProcess)
        {
            await watch.LineAsync(line => line.Contains("refuses a client without user name", StringComparison.Ordinal));
        }

        (int exitCode, _, _) = await Nanoevents.RunAsync(["watch", "--broker", Url]);
        await RestartAsync(broker, "allow_anonymous true");
        await reading.UntilAsync(NoticeKind.Connected, 2);

        Assert.Equal(1, exitCode);
        Assert.Equal(1, reading.Client.Stats.SessionsLost);
        await reading.UntilAsync("has lost the session house");
        await UntilAsync(() => Task.FromResult(!inAProcess || watch.Notices.Count(line => line.StartsWith("Connected", StringComparison.Ordinal)) == 2));
    }

    [Fact]
    public async Task TwoProgramsOfOneNameAreTold()
    {
        await using Mosquitto broker = await StartAsync();
        var options = new EventClientOptions { Broker = Url, Session = "same", ReconnectDelay = TimeSpan.FromMilliseconds(50) };
        await using Reading first = new(options);
        await using Reading second = new(options);

        await UntilAsync(() => Task.FromResult(new[] { first, second }.Any(r => r.Says("nother program"))));
    }

    [Fact]
    public async Task ANarrowerFilterTakesBackTheOldSubscription()
    {
        await using Mosquitto broker = await StartAsync();
        var options = new EventClientOptions { Broker = Url, Session = "house" };
        await using (Reading all = new(options))
        {
            await all.UntilAsync(NoticeKind.Connected);
        }

        await using Reading narrow = new(options, new EventFilter { Device = "hall" });

        await narrow.UntilAsync("subscriptions that are not wanted now; they are taken back: nanoevents/+/events, nanoevents/+/state, nanoevents/+/names, nanoevents/+/status");
    }

    [Fact]
    public async Task ForgetClearsAllThatIsRetainedOfOneDevice()
    {
        await using Mosquitto broker = await StartAsync();
        foreach (string topic in new[] { "nanoevents/hall/state", "nanoevents/hall/status", "nanoevents/hall/notes/old", "nanoevents/cellar/status" })
        {
            await RetainAsync(topic, "offline");
        }

        await using Reading reading = new(new EventClientOptions { Broker = Url });
        await UntilAsync(() => Task.FromResult(reading.Client.Devices.Count == 2));
        (int exitCode, string[] lines, string[] errors) = await Nanoevents.RunAsync(["forget", "hall", "--broker", Url]);

        Assert.Equal((0, 0), (exitCode, errors.Length));
        Assert.Equal("Forgot hall: cleared nanoevents/hall/notes/old, nanoevents/hall/state, nanoevents/hall/status", Assert.Single(lines));
        await UntilAsync(() => Task.FromResult(reading.Client.Devices.Count == 1));
        Assert.Equal("cellar", Assert.Single(reading.Client.Devices).Device);
        (exitCode, lines, _) = await Nanoevents.RunAsync(["forget", "hall", "--broker", Url]);
        Assert.Equal((0, $"The broker at {Url} retains nothing of hall that this user may read."), (exitCode, Assert.Single(lines)));
    }

    [Fact]
    public async Task ForgetKnowsATopicPrefix()
    {
        await using Mosquitto broker = await StartAsync();
        await RetainAsync("site1/nanoevents/hall/status", "online firmware=1");
        await RetainAsync("site2/nanoevents/hall/status", "offline");

        (_, string[] first, string[] warned) = await Nanoevents.RunAsync(["forget", "hall", "--prefix", "site1", "--broker", Url]);
        (_, string[] second, _) = await Nanoevents.RunAsync(["forget", "site2/hall", "--broker", Url]);

        Assert.Equal("Forgot site1/hall: cleared site1/nanoevents/hall/status", Assert.Single(first));
        Assert.StartsWith("warning  site1/hall was online", Assert.Single(warned));
        Assert.Equal("Forgot site2/hall: cleared site2/nanoevents/hall/status", Assert.Single(second));
    }

    [Fact]
    public async Task ForgetSaysWhereItMayNot()
    {
        string acl = Path.Combine(_folder.FullName, "acl");
        await File.WriteAllTextAsync(acl, "topic read nanoevents/#\n\nuser writer\ntopic readwrite nanoevents/#\n", TestContext.Current.CancellationToken);
        await using Mosquitto broker = await StartAsync($"acl_file {acl}");
        await RetainAsync("nanoevents/hall/status", "offline");
        (int exitCode, _, string[] errors) = await Nanoevents.RunAsync(["forget", "hall", "--broker", Url]);

        Assert.Equal(1, exitCode);
        Assert.Contains("does not let this user write nanoevents/hall/status", Assert.Single(errors));
    }

    [Fact]
    public async Task DoctorBlamesABrokerThatRetainsNothingAndNotThePassword()
    {
        await using Mosquitto broker = await StartAsync("retain_available false");

        (_, string[] lines, _) = await Nanoevents.RunAsync(["doctor", "--broker", Url, "--wait", "0"]);

        Assert.Contains(lines, line => line.StartsWith("warning  retained: the broker keeps no retained messages", StringComparison.Ordinal));
        string devices = Assert.Single(lines, line => line.Contains(" devices: ", StringComparison.Ordinal));
        Assert.Contains("this broker keeps nothing of what was said before", devices);
        Assert.DoesNotContain("password", devices);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(5));
        while (!await condition())
        {
            await Task.Delay(50, patience.Token);
        }
    }

    private string Configure(params string[] lines)
    {
        string file = Path.Combine(_folder.FullName, "mosquitto.conf");
        File.WriteAllLines(file, [$"listener {_port} 127.0.0.1", "user root", .. lines]);
        return file;
    }

    private Task<Mosquitto> StartAsync(params string[] lines) => Mosquitto.StartAsync(Configure(["allow_anonymous true", .. lines]), _port);

    private Task RestartAsync(Mosquitto broker, params string[] lines)
    {
        Configure(lines);
        return broker.RestartAsync();
    }

    private async Task RetainAsync(string topic, string text)
    {
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", _port).WithCredentials("writer").Build(), TestContext.Current.CancellationToken);
        await client.PublishStringAsync(topic, text, MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce, retain: true, TestContext.Current.CancellationToken);
        await client.DisconnectAsync();
    }

    /// <summary>A loop that handles everything at once.</summary>
    private sealed class Reading : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly List<Notice> _notices = [];
        private readonly Task _loop;

        public Reading(EventClientOptions options, EventFilter? filter = null)
        {
            Client = new EventClient(options);
            Client.NoticeReceived += (_, e) => Take(e.Notice);
            _loop = Task.Run(() => ReadAsync(filter));
        }

        public EventClient Client { get; }

        public Notice[] Notices
        {
            get
            {
                lock (_notices)
                {
                    return [.. _notices];
                }
            }
        }

        public bool Says(string text) => Notices.Any(r => r.Text.Contains(text, StringComparison.Ordinal));

        public Task UntilAsync(string text) => MosquittoReaderTests.UntilAsync(() => Task.FromResult(Says(text)));

        public Task UntilAsync(NoticeKind kind, int count = 1) => MosquittoReaderTests.UntilAsync(() => Task.FromResult(Notices.Count(r => r.Kind == kind) >= count));

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _loop;
            await Client.DisposeAsync();
        }

        private void Take(Notice notice)
        {
            lock (_notices)
            {
                _notices.Add(notice);
            }
        }

        private async Task ReadAsync(EventFilter? filter)
        {
            try
            {
                await foreach (NanoEvent _ in Client.ReadAsync(filter, _stop.Token))
                {
                }
            }
            catch (OperationCanceledException)
            {
            }
            catch (BrokerRefusedException e)
            {
                Take(new Notice(NoticeKind.Warning, e.Message));
            }
        }
    }
}
