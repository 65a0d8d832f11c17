using System.Diagnostics;
using System.Globalization;
using System.Text;
using NanoEvents.Cli.Output;
using NanoEvents.Protocol;

namespace NanoEvents.Cli.Configure;

/// <summary>
/// Drives a device's console over a line that may be noisy. It resynchronizes with a comment that the console repeats. Each command carries a check,
/// so that the device never accepts a damaged command.
/// </summary>
internal sealed class ConsoleSession(SerialLine line, string port, int baud, CancellationToken cancellation)
{
    private const int Tries = 3;
    private const int SyncTries = 5;

    // A limit for output without end; a console's longest answer is a tenth of this.
    private const int MaxBytes = 65536;

    private static readonly TimeSpan _syncPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _answerPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _testPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _quiet = TimeSpan.FromMilliseconds(150);

    // Waiting in pieces lets Ctrl+C end it.
    private static readonly TimeSpan _piece = TimeSpan.FromMilliseconds(200);

    private readonly byte[] _buffer = new byte[4096];
    private readonly char[] _chars = new char[4096 + 1];

    // The bytes of one character may arrive in two parts.
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _heard = new();
    private int _syncs;
    private long _received;
    private long _garbled;

    /// <summary>Why no console answers, in one line.</summary>
    public string Silence => _garbled * 10 > _received
        ? $"what comes from {port} is not text: is console.baud {baud}? --baud N says another one"
        : _received > 0
            ? $"something answers at {port}, but not the console of a NanoEvents device: is it the right port?"
            : $"nothing answers at {port}: check the lead, that TX goes to RX and RX to TX with a common ground, that the device has power, and the baud rate ({baud}; --baud N says another one)";

    /// <summary>The first of what has come in.</summary>
    public string Heard => _heard.ToString();

    /// <summary>Synchronizes with the console, whatever was on the line before; false if no console answers.</summary>
    public bool TrySynchronise(int tries = SyncTries)
    {
        for (int i = 0; i < tries; i++)
        {
            // The first line end finishes an incomplete line in the device's buffer.
            line.Write("\r\n"u8.ToArray());
            Drain();
            string remark = $"# sync {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-{_syncs++.ToString(CultureInfo.InvariantCulture)}";
            Send(remark);
            long start = Stopwatch.GetTimestamp();
            while (ReadLine(_syncPatience - Stopwatch.GetElapsedTime(start)) is { } answer)
            {
                if (TryTakeCheck(answer, out string text) && text == "ok  " + remark)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Sends a command, and repeats it if the command or the answer is damaged. Every command except `restart` may be sent twice.</summary>
    /// <exception cref="CommandException">No whole answer comes.</exception>
    public ConsoleAnswer Ask(string command)
    {
        for (int i = 0; i < Tries; i++)
        {
            Send(command);
            if (ReadAnswer(command == "test" ? _testPatience : _answerPatience) is { } answer)
            {
                return answer;
            }

            if (!TrySynchronise())
            {
                throw new CommandException(Silence);
            }
        }

        throw new CommandException($"the device at {port} does not answer a command whole: the line is too noisy; a shorter lead and a common ground help");
    }

    private void Send(string text) => line.Write(Encoding.UTF8.GetBytes($"*{CheckOf(text)} {text}\r\n"));

    private static bool TryTakeCheck(string received, out string text)
    {
        int mark = received.LastIndexOf(" *", StringComparison.Ordinal);
        text = mark < 0 ? "" : received[..mark];
        return mark >= 0 && received[(mark + 2)..] == CheckOf(text);
    }

    private static string CheckOf(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Crc16.Compute(bytes, bytes.Length).ToString("X4", CultureInfo.InvariantCulture);
    }

    // Null if no complete answer arrives. A line without a check is noise, or the console's answer to noise.
    private ConsoleAnswer? ReadAnswer(TimeSpan patience)
    {
        List<string> lines = [];
        while (ReadLine(patience) is { } received && TryTakeCheck(received, out string text))
        {
            bool isOk = text.StartsWith("ok  ", StringComparison.Ordinal);
            if (isOk || text.StartsWith("error  ", StringComparison.Ordinal))
            {
                return new ConsoleAnswer(isOk, text[(isOk ? 4 : 7)..], lines);
            }

            lines.Add(text.TrimStart());
        }

        return null;
    }

    // A line without its end; null if none arrives in time.
    private string? ReadLine(TimeSpan patience)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            string text = _text.ToString();
            int end = text.IndexOf('\n', StringComparison.Ordinal);
            if (end >= 0)
            {
                _text.Remove(0, end + 1);
                return text[..end].TrimEnd('\r');
            }

            TimeSpan left = patience - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || text.Length > MaxBytes)
            {
                _text.Clear();
                return null;
            }

            Receive(left);
        }
    }

    private int Receive(TimeSpan patience)
    {
        cancellation.ThrowIfCancellationRequested();
        int count = line.Read(_buffer, patience < _piece ? patience : _piece);
        _received += count;
        _garbled += _buffer.AsSpan(0, count).ToArray().Count(b => b is >= 0x80 or (< 0x20 and not (byte)'\r' and not (byte)'\n'));
        int characters = _decoder.GetChars(_buffer, 0, count, _chars, 0);
        _text.Append(_chars, 0, characters);
        _heard.Append(_chars, 0, Math.Min(characters, MaxBytes - _heard.Length));
        return count;
    }

    // Skips old output that is still arriving, but does not wait for a port that never stops.
    private void Drain()
    {
        long start = Stopwatch.GetTimestamp();
        while (Receive(_quiet) > 0 && Stopwatch.GetElapsedTime(start) < _syncPatience)
        {
        }

        _text.Clear();
    }
}

/// <summary>The answer of a device's console to one command.</summary>
/// <param name="IsOk">Whether the command has succeeded.</param>
/// <param name="Text">The last line, without its ok or error.</param>
/// <param name="Lines">The lines before it.</param>
internal sealed record ConsoleAnswer(bool IsOk, string Text, IReadOnlyList<string> Lines)
{
    /// <summary>What follows a word at the beginning of a line; null if no line begins with it.</summary>
    public string? Rest(string word) => Lines.FirstOrDefault(line => line.StartsWith(word + " ", StringComparison.Ordinal))?[(word.Length + 1)..];
}
