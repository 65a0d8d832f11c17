using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NanoEvents.Bridge.Tests.Support;

namespace NanoEvents.Amqp.Tests.Support;

/// <summary>A server in a process: started until its port is open, with what it says where it does not, and ended by its id.</summary>
/// <param name="name">Its name, for people.</param>
/// <param name="port">The port that it opens.</param>
internal sealed class ServerProcess(string name, int port)
{
    private readonly StringBuilder _output = new();
    private Process? _process;

    public async Task StartAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        Process process = Process.Start(start)!;
        _process = process;
        process.OutputDataReceived += (_, said) => Add(said.Data);
        process.ErrorDataReceived += (_, said) => Add(said.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Waiting.UntilAsync(async () => !process.HasExited ? await IsOpenAsync(port) : throw new InvalidOperationException($"{name} does not start: {Log()}"));
    }

    /// <summary>Ends it as a crash would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public static async Task<bool> IsOpenAsync(int port)
    {
        try
        {
            using TcpClient client = new();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Add(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    private string Log()
    {
        lock (_output)
        {
            return _output.ToString();
        }
    }
}
