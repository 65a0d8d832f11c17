using System.Net;
using NanoEvents.Cli.Tests.Support;
using NanoEvents.Firmware;
using NanoEvents.Simulator;

namespace NanoEvents.Cli.Tests.Board.Broker;

/// <summary>What a simulated device says about a broker that refuses it, or cuts it.</summary>
public sealed class DeviceLinkTests : IAsyncLifetime
{
    private readonly EmbeddedBroker _broker = new(IPAddress.Loopback, 0, "hall", "right", trustsThisMachine: false);
    private readonly TaskCompletionSource<string> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _told = [];

    public async ValueTask InitializeAsync() => await _broker.StartAsync();

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    [Fact]
    public void ARefusalNamesTheUserAndTheClientId()
    {
        using MqttLink link = Link("kitchen", "wrong");

        Assert.False(link.TryOpen(new Listener()));

        Assert.Equal(
            [$"Waiting for the broker at {Address}: it answers BadUserNameOrPassword to user kitchen, client id desk"],
            _told);
    }

    [Fact]
    public async Task ATakenClientIdIsNamed()
    {
        using MqttLink link = Link("hall", "right");
        Assert.True(link.TryOpen(new Listener()));

        using RawClient other = await RawClient.OpenAsync(_broker.Port);
        await other.SayWhoAsync("desk", connect => (connect.Username, connect.Password) = ("hall", "right"u8.ToArray()));

        Assert.Equal(
            $"The broker at {Address} has closed the connection: another device or program has connected with the client id desk. Give one of them another name",
            await _closed.Task.WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken));
    }

    private string Address => $"mqtt://127.0.0.1:{_broker.Port}";

    private MqttLink Link(string user, string password)
    {
        MqttLink link = new(new Uri($"mqtt://{user}:{password}@127.0.0.1:{_broker.Port}"), new Settings { DeviceId = "desk" }, "online");
        link.Changed += remark =>
        {
            _told.Add(remark);
            if (remark.Contains("closed", StringComparison.Ordinal))
            {
                _closed.TrySetResult(remark);
            }
        };
        return link;
    }

    private sealed class Listener : ILinkListener
    {
        public void OnAcknowledged(int token, bool accepted)
        {
        }

        public void OnClosed()
        {
        }
    }
}
