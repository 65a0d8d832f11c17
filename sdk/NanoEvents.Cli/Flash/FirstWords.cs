using System.Diagnostics;
using NanoEvents.Cli.Board;
using NanoEvents.Cli.Configure;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Flash;

/// <summary>
/// Restarts a board that was flashed, and says what it hears at its port: the firmware's console, or the chip's boot loader. On the USB cable the
/// firmware itself says nothing, because nanoFramework's debugger has that port.
/// </summary>
/// <param name="port">The port.</param>
/// <param name="name">The board's own name; null if it is not known.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class FirstWords(string port, string? name, CancellationToken cancellation)
{
    private const int Baud = 115200;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _settled = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan _again = TimeSpan.FromMilliseconds(500);

    private string Called => name == null ? "" : $" It is called {name}, unless it has a device.id.";

    /// <summary>Listens for at most ten seconds.</summary>
    /// <exception cref="CommandException">The board says that it cannot start.</exception>
    public void Listen()
    {
        StandardError.Say($"Listening at {port} for what the board says (10 s at most; Ctrl+C ends it).");
        string? trouble = null;
        try
        {
            using SerialLine line = Open();
            ConsoleSession session = new(line, port, Baud, cancellation);
            line.TryRestart();
            bool isConsole = Hear(session);
            trouble = isConsole ? null : BootWords.Trouble(session.Heard);
            if (trouble == null)
            {
                Say(isConsole, session);
            }
        }
        catch (LineGoneException)
        {
            StandardError.Warn($"{port} was gone while the board started: plug it in again. Next: nanoevents configure");
        }
        catch (CommandException e)
        {
            StandardError.Warn($"{e.Message}. The board is written, and was not listened to: press EN (or RST).{Called} Next: nanoevents configure");
        }

        if (trouble != null)
        {
            throw new CommandException($"the board at {port} is written and does not start: {trouble}");
        }
    }

    // A port of the chip's own is away for a moment while it restarts.
    private SerialLine Open()
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return SerialLine.Open(port, Baud);
            }
            catch (CommandException) when (!SerialPorts.Exists(port) && Stopwatch.GetElapsedTime(start) < _patience)
            {
                cancellation.WaitHandle.WaitOne(_again);
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    // Whether the console answers.
    private static bool Hear(ConsoleSession session)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < _patience)
        {
            if (session.TrySynchronise(1))
            {
                return true;
            }

            if (BootWords.Trouble(session.Heard) != null || (BootWords.HasStarted(session.Heard) && Stopwatch.GetElapsedTime(start) > _settled))
            {
                return false;
            }
        }

        return false;
    }

    private void Say(bool isConsole, ConsoleSession session)
    {
        if (isConsole)
        {
            ConsoleAnswer stats = session.Ask("stats");
            StandardError.Say($"The board answers at {port}: {stats.Rest("device")}, firmware {stats.Rest("firmware")?.Split(',')[0]}. Next: nanoevents configure --port {port}");
        }
        else if (session.Heard.Length != 0)
        {
            string what = BootWords.HasStarted(session.Heard) ? $"The board at {port} has started." : $"Something speaks at {port} that is not the console: nanoCLR's own protocol sounds like this.";
            StandardError.Say($"{what}{Called} Next: nanoevents broker, then nanoevents configure");
        }
        else
        {
            StandardError.Warn($"Nothing was heard at {port}: press EN (or RST), and try another cable if its light stays off.{Called} Next: nanoevents configure, which asks the board itself");
        }
    }
}
