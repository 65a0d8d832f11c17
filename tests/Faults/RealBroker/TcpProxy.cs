using System.Net;
using System.Net.Sockets;

namespace NanoEvents.Faults.Tests;

/// <summary>A bad line between somebody and the broker: it delays, swallows and cuts, at random, until it is told to be good.</summary>
internal sealed class TcpProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly int _to;
    private readonly Random _random;

    public TcpProxy(int to, int seed)
    {
        _to = to;
        _random = new Random(seed);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    public volatile bool IsBad;

    public int Cuts { get; private set; }

    public void Dispose()
    {
        _ended.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient from = await _listener.AcceptTcpClientAsync(_ended.Token);
                _ = PassAsync(from);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It has been taken away.
        }
    }

    private async Task PassAsync(TcpClient from)
    {
        using (from)
        using (TcpClient to = new())
        {
            try
            {
                await to.ConnectAsync(IPAddress.Loopback, _to, _ended.Token);
                await Task.WhenAny(CopyAsync(from.GetStream(), to.GetStream()), CopyAsync(to.GetStream(), from.GetStream()));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One of the ends has gone, which is what this is for.
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        byte[] buffer = new byte[4096];
        int length;
        while ((length = await from.ReadAsync(buffer, _ended.Token)) > 0)
        {
            int what = IsBad ? Next(20) : 99;
            if (what == 0)
            {
                // A part comes through, and then nothing.
                Cuts++;
                await to.WriteAsync(buffer.AsMemory(0, Next(length)), _ended.Token);
                return;
            }

            if (what == 1)
            {
                // Swallowed without a word: whoever waits for the answer must notice by himself.
                await Task.Delay(Next(1500), _ended.Token);
                Cuts++;
                return;
            }

            if (what < 8)
            {
                await Task.Delay(Next(120), _ended.Token);
            }

            await to.WriteAsync(buffer.AsMemory(0, length), _ended.Token);
        }
    }

    private int Next(int below)
    {
        lock (_random)
        {
            return _random.Next(below);
        }
    }
}
