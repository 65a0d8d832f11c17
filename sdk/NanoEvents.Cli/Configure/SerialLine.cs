using System.IO.Ports;
using NanoEvents.Cli.Board;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Configure;

/// <summary>A serial port that reports an unplugged cable or a closed other end, instead of waiting forever.</summary>
internal sealed class SerialLine : IDisposable
{
    private static readonly TimeSpan _writePatience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan _resetTime = TimeSpan.FromMilliseconds(100);

    private readonly SerialPort _port;

    private SerialLine(SerialPort port)
    {
        _port = port;
    }

    /// <summary>Opens a port: 8 data bits, no parity, 1 stop bit.</summary>
    /// <exception cref="CommandException">It cannot be opened; the message says what to do.</exception>
    public static SerialLine Open(string path, int baud)
    {
        SerialPort port = new(path, baud);
        try
        {
            port.Open();
            return new SerialLine(port);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            port.Dispose();
            throw new CommandException($"{path} cannot be opened: {WhyNot(path, e)}");
        }
    }

    /// <summary>Reads the bytes that have arrived, after waiting at most this long; 0 if none arrived.</summary>
    /// <exception cref="LineGoneException">The port is gone.</exception>
    public int Read(byte[] buffer, TimeSpan patience)
    {
        try
        {
            _port.ReadTimeout = Math.Max(1, (int)patience.TotalMilliseconds);
            int count = _port.Read(buffer, 0, buffer.Length);
            return count > 0 ? count : throw new LineGoneException();
        }
        catch (TimeoutException)
        {
            return 0;
        }
        catch (Exception e) when (IsGone(e))
        {
            throw new LineGoneException();
        }
    }

    /// <summary>Sends bytes.</summary>
    /// <exception cref="LineGoneException">The port is gone, or accepts no bytes.</exception>
    public void Write(byte[] bytes)
    {
        if (!TryWrite(bytes, _writePatience))
        {
            throw new LineGoneException();
        }
    }

    /// <summary>Sends bytes; false if the port has not accepted all of them in time.</summary>
    /// <exception cref="LineGoneException">The port is gone.</exception>
    public bool TryWrite(byte[] bytes, TimeSpan patience)
    {
        try
        {
            _port.WriteTimeout = Math.Max(1, (int)patience.TotalMilliseconds);
            _port.Write(bytes, 0, bytes.Length);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (Exception e) when (IsGone(e))
        {
            throw new LineGoneException();
        }
    }

    /// <summary>Restarts the board on a USB cable: RTS is wired to its reset, and DTR to the boot pin, which stays high. False if the port has no such lines.</summary>
    public bool TryRestart()
    {
        try
        {
            _port.DtrEnable = false;
            _port.RtsEnable = true;
            Thread.Sleep(_resetTime);
            _port.RtsEnable = false;
            return true;
        }
        catch (Exception e) when (IsGone(e))
        {
            return false;
        }
    }

    public void Dispose()
    {
        try
        {
            _port.Dispose();
        }
        catch (Exception e) when (IsGone(e))
        {
            // The port is gone, which is the intention here.
        }
    }

    private static bool IsGone(Exception e) =>
        e is IOException or InvalidOperationException or UnauthorizedAccessException or OperationCanceledException;

    private static string WhyNot(string path, Exception e)
    {
        if (e is UnauthorizedAccessException && OperatingSystem.IsLinux() && File.Exists(path))
        {
            return "it is in use, or this account may not open it: close other programs, or add the account to the group dialout and log in again";
        }

        if (e is UnauthorizedAccessException && File.Exists(path))
        {
            return "it is in use, or this account may not open it: close other programs that have it open";
        }

        return e is FileNotFoundException || !File.Exists(path) ? $"no such port; {SerialPorts.Others(SerialPorts.List())}" : e.Message;
    }
}

/// <summary>The serial port has gone away while it was used.</summary>
internal sealed class LineGoneException : Exception;
