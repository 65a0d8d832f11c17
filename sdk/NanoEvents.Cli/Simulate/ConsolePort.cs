using System.Text;
using NanoEvents.Cli.Configure;
using NanoEvents.Cli.Output;
using NanoEvents.Firmware;
using NanoEvents.Simulator;

namespace NanoEvents.Cli.Simulate;

/// <summary>A serial path behind which the console of a simulated device answers. An unplugged cable may be plugged in again.</summary>
internal sealed class ConsolePort : IConsoleOutput, IDisposable
{
    private const int Baud = 115200;

    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _again = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _writePatience = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly Thread _thread;
    private SerialLine? _line;
    private SimulatedConsole? _console;
    private bool _isHeard = true;
    private volatile bool _stop;

    /// <summary>Opens the path. What comes before a console is attached waits for it.</summary>
    /// <exception cref="CommandException">It cannot be opened.</exception>
    public ConsolePort(string path)
    {
        _path = path;
        _line = SerialLine.Open(path, Baud);
        _thread = new Thread(Run) { IsBackground = true, Name = "console" };
        _thread.Start();
    }

    /// <summary>The console that answers from now on; null while the device restarts.</summary>
    public void Attach(SimulatedConsole? console)
    {
        lock (_gate)
        {
            _console = console;
        }
    }

    /// <inheritdoc/>
    public void WriteLine(string line) => Write(Encoding.UTF8.GetBytes(line + "\r\n"));

    /// <inheritdoc/>
    public void Write(byte[] bytes)
    {
        // Like a UART, it does not wait: bytes that are not read are lost. Otherwise the device would stop listening. A pseudo-terminal buffers 4 kB
        // if nothing reads.
        if (_line is { } port)
        {
            _isHeard = port.TryWrite(bytes, _isHeard ? _writePatience : TimeSpan.Zero);
        }
    }

    public void Dispose()
    {
        _stop = true;
        _thread.Join();
        _line?.Dispose();
    }

    private void Run()
    {
        byte[] buffer = new byte[256];
        int count = 0;
        while (!_stop)
        {
            try
            {
                _line ??= SerialLine.Open(_path, Baud);
                count = count > 0 ? count : _line.Read(buffer, _poll);
                if (TryFeed(buffer, count))
                {
                    count = 0;
                }
                else
                {
                    Thread.Sleep(_poll);
                }
            }
            catch (LineGoneException)
            {
                StandardError.Warn($"{_path} is gone; the console waits for it to come back.");
                _line?.Dispose();
                _line = null;
            }
            catch (CommandException)
            {
                Thread.Sleep(_again);
            }
        }
    }

    private bool TryFeed(byte[] bytes, int count)
    {
        lock (_gate)
        {
            _console?.Feed(bytes, count);
            return _console is not null;
        }
    }
}
