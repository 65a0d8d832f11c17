using NanoEvents.Cli.Board;
using NanoEvents.Cli.Configure;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Doctor;

/// <summary>Checks of the board at a serial port: asks its console what it has counted, and whether its sensors and its broker answer.</summary>
internal sealed class BoardChecks(string port, int baud, CancellationToken cancellation)
{
    private const string Check = "board";

    // What `stats` says of settings that are not those which were sent.
    private static readonly string[] _troubles = ["recovered", "rolled back", "ignored", "did not accept"];

    /// <summary>Asks.</summary>
    public IReadOnlyList<Finding> Ask()
    {
        if (!SerialPorts.Exists(port))
        {
            return [Finding.Error(Check, $"no serial port {port}; {SerialPorts.Others(SerialPorts.List())}", SerialPorts.HowToGetOne)];
        }

        try
        {
            using SerialLine line = SerialLine.Open(port, baud);
            ConsoleSession session = new(line, port, baud, cancellation);
            return session.TrySynchronise()
                ? [.. Stats(session.Ask("stats")), Test(session.Ask("test"))]
                : [Finding.Warning(Check, $"no console at {port}", $"nothing to do if this is the USB cable, which has none; for the console's lead: {session.Silence}")];
        }
        catch (LineGoneException)
        {
            return [Finding.Error(Check, $"{port} was gone while the board was asked", "plug it in again")];
        }
        catch (CommandException e)
        {
            return [new Finding(Check, Grade.Error, e.Message)];
        }
    }

    private IEnumerable<Finding> Stats(ConsoleAnswer stats)
    {
        string name = stats.Rest("device") ?? "the device";
        yield return Finding.Ok(Check, $"{name} answers at {port}, firmware {stats.Rest("firmware")}");
        foreach (string fault in stats.Lines.Where(line => line.StartsWith("fault ", StringComparison.Ordinal) || line.Contains("oscillates", StringComparison.Ordinal)))
        {
            yield return Finding.Error(Check, fault, "check the wiring, and the settings of pins and memory");
        }

        if (stats.Rest("settings") is { } settings && _troubles.Any(trouble => settings.Contains(trouble, StringComparison.Ordinal)))
        {
            yield return Finding.Warning("settings", settings, $"`nanoevents configure --port {port} --show` shows those that apply");
        }

        if (stats.Rest("broker") is { } broker && !broker.StartsWith("connected", StringComparison.Ordinal))
        {
            yield return Finding.Warning("connection", $"{name} is not connected to its broker", "if the broker answers in the next line, check broker.user and broker.password");
        }
    }

    private Finding Test(ConsoleAnswer test) => test.IsOk
        ? Finding.Ok("test", test.Text)
        : Finding.Error("test", test.Text, $"hardware/README.md shows the wiring, and `nanoevents configure --port {port}` sets the broker");
}
