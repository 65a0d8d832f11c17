using System.Net;
using System.Net.Sockets;
using NanoEvents.Simulator;

namespace NanoEvents.Firmware.Tests.Traces;

public sealed class MqttLinkTests
{
    private static readonly byte[] _connectAcknowledged = [0x20, 2, 0, 0];

    [Fact]
    public async Task ABrokerThatConnectsAndThenSaysNothingIsGivenUpAndTriedAgain()
    {
        using TcpListener broker = new(IPAddress.Loopback, 0);
        broker.Start();
        Task<int> connections = CountConnectionsAsync(broker, 2);
        using MqttLink link = new(new Uri($"mqtt://127.0.0.1:{((IPEndPoint)broker.LocalEndpoint).Port}"), new Settings(), "online");

        bool[] opened = [.. Enumerable.Range(0, 2).Select(_ => link.TryOpen(new NoListener()))];

        Assert.Equal([false, false], opened);
        Assert.Equal(2, await connections.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    // Answers CONNECT and nothing else; the second one is closed at once.
    private static async Task<int> CountConnectionsAsync(TcpListener broker, int most)
    {
        for (int i = 0; i < most; i++)
        {
            TcpClient client = await broker.AcceptTcpClientAsync();
            await client.GetStream().ReadExactlyAsync(new byte[2]);
            if (i == most - 1)
            {
                client.Dispose();
            }
            else
            {
                await client.GetStream().WriteAsync(_connectAcknowledged);
            }
        }

        return most;
    }

    private sealed class NoListener : ILinkListener
    {
        public void OnAcknowledged(int token, bool accepted)
        {
        }

        public void OnClosed()
        {
        }
    }
}
