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
        Assert.Equal(2, await connections.WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task TheBrokersKeepAliveCounts()
    {
        using TcpListener broker = new(IPAddress.Loopback, 0);
        broker.Start();
        Task<int[]> keepAlives = ReadKeepAlivesAsync(broker, 2);
        using MqttLink link = new(new Uri($"mqtt://127.0.0.1:{((IPEndPoint)broker.LocalEndpoint).Port}"), new Settings { KeepAliveSeconds = 60 }, "online");

        link.TryOpen(new NoListener());

        int[] seconds = await keepAlives.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal([60, 10], seconds);
    }

    // MQTT 5: it takes everybody, and wants to hear from them every 10 s.
    private static async Task<int[]> ReadKeepAlivesAsync(TcpListener broker, int connections)
    {
        int[] keepAlives = new int[connections];
        for (int i = 0; i < connections; i++)
        {
            using TcpClient client = await broker.AcceptTcpClientAsync();
            NetworkStream stream = client.GetStream();
            byte[] connect = new byte[3];
            await stream.ReadExactlyAsync(connect.AsMemory(0, 2));
            if (connect[1] >= 0x80)
            {
                await stream.ReadExactlyAsync(connect.AsMemory(2, 1));
            }

            // Name and version of the protocol, flags, keep alive.
            byte[] head = new byte[10];
            await stream.ReadExactlyAsync(head);
            keepAlives[i] = (head[8] << 8) | head[9];
            await stream.WriteAsync(new byte[] { 0x20, 6, 0, 0, 3, 0x13, 0, 10 });
            if (i < connections - 1)
            {
                // Until the client goes.
                await stream.CopyToAsync(Stream.Null);
            }
        }

        return keepAlives;
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
