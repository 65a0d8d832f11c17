using System.Net;
using System.Net.Sockets;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;

namespace NanoEvents.Cli;

/// <summary>Accepts the connections of the built-in broker: at one address, within its limits.</summary>
/// <param name="at">The address and port.</param>
/// <param name="limits">What it bears.</param>
/// <param name="clients">The connections of clients that have logged in.</param>
/// <param name="tell">Reports refused clients, and why.</param>
internal sealed class BrokerListener(IPEndPoint at, BrokerLimits limits, ClientWires clients, Action<string, string> tell) : IMqttServerAdapter
{
    private readonly UnnamedWires _unnamed = new(limits.MaxUnnamed);
    private CancellationTokenSource? _stopping;
    private Socket? _socket;
    private int _open;

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    /// <summary>Begins to listen.</summary>
    /// <exception cref="SocketException">The port is in use, or may not be used.</exception>
    public Task StartAsync(MqttServerOptions options, IMqttNetLogger logger)
    {
        Socket socket = new(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(at);
            socket.Listen();
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }

        _socket = socket;
        _stopping = new CancellationTokenSource();
        _ = AcceptAsync(socket, _stopping.Token);
        return Task.CompletedTask;
    }

    public Task StopAsync()
    {
        _stopping?.Cancel();
        _stopping?.Dispose();
        _stopping = null;
        _socket?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => StopAsync();

    private async Task AcceptAsync(Socket socket, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Socket accepted = await socket.AcceptAsync(stopping);
                _ = ServeAsync(accepted);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The client has gone already, or there are no handles left; they may be available a moment later.
                await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
            }
        }
    }

    // Takes connections in as they came, so that the oldest is the one that came first; then serves each on its own.
    private async Task ServeAsync(Socket socket)
    {
        int open = Interlocked.Increment(ref _open);
        try
        {
            socket.NoDelay = true;
            if (open > limits.MaxConnections + limits.MaxUnnamed)
            {
                tell("connections", $"{(socket.RemoteEndPoint as IPEndPoint)?.Address} refused: {open - 1} connections are open already");
                return;
            }

            using BrokerWire wire = new(socket, limits);
            wire.Refused += tell;
            wire.Named += () => _unnamed.Remove(wire);
            if (_unnamed.Add(wire) is { } crowdedOut)
            {
                tell("unnamed", $"{crowdedOut.Peer} is cut: too many connections of which nobody says whose they are");
                crowdedOut.Abort();
            }

            try
            {
                await Task.Run(() => ClientHandler?.Invoke(wire) ?? Task.CompletedTask);
            }
            finally
            {
                _unnamed.Remove(wire);
                clients.Remove(wire);
                wire.NoteEnded();
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // It has ended.
        }
        finally
        {
            socket.Dispose();
            Interlocked.Decrement(ref _open);
        }
    }
}
