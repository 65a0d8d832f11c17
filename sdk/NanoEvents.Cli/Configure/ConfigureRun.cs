using NanoEvents.Cli.Board;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Configure;

/// <summary>
/// `configure`: asks the port what is there. Where the device's console answers, the settings change through it; otherwise the port is taken for the
/// USB cable's, and the change goes as a file, with nanoff.
/// </summary>
internal sealed class ConfigureRun(ConfigureRequest request, TextWriter output)
{
    /// <summary>Does it.</summary>
    /// <param name="findNanoff">Finds nanoff, where the change goes over the USB cable.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CommandException">It has failed. The device has kept its settings, unless the message says otherwise.</exception>
    public async Task RunAsync(Func<Task<INanoff>> findNanoff, CancellationToken cancellation)
    {
        Check();
        string port = SerialPorts.Choose(request.Port, SerialPorts.List());
        string? why = await Task.Run(() => ThroughConsole(port, cancellation), CancellationToken.None);
        if (why == null)
        {
            return;
        }

        ConfigureRequest asked = Asked();
        StandardError.Say($"No console answers at {port}: the change goes over the USB cable, with nanoff. Settings that are not given {(asked.Reset ? "get their defaults" : "stay as they are")}.");
        try
        {
            await Cable(asked, port).RunAsync(findNanoff, cancellation);
        }
        catch (CommandException e)
        {
            throw new CommandException($"{e.Message}. If {port} is the console's lead: {why}");
        }
    }

    /// <summary>Shows what would change, and how.</summary>
    /// <exception cref="CommandException">A file is invalid, or the port cannot be asked.</exception>
    public void Show(CancellationToken cancellation)
    {
        Check();
        IReadOnlyList<string> ports = SerialPorts.List();
        string? port = request.Port ?? (ports.Count == 1 ? ports[0] : null);
        if (port == null || !SerialPorts.Exists(port))
        {
            StandardError.Say($"{(port == null ? "Without --port" : $"Without a port {port}")} there is nobody to ask: this is what goes over the USB cable.");
        }
        else if (IsConsole(port, cancellation))
        {
            RefuseFiles(port);
            StandardError.Say($"The device's console answers at {port}.");
            ConsoleConfiguration.Commands(Asked()).ToList().ForEach(line => output.WriteLine(line));
            return;
        }

        RefuseShow(port ?? "PORT", "nothing was asked");
        Cable(Asked(), port).Show();
    }

    private CableConfiguration Cable(ConfigureRequest asked, string? port) => new(asked.Inputs, port, asked.Reset, output);

    // What is wrong with the files does not depend on the way.
    private void Check() => Cable(request, null).Check();

    private ConfigureRequest Asked() => request.Asks ? request with { Inputs = Questions.Complete(request.Inputs) } : request;

    private bool IsConsole(string port, CancellationToken cancellation)
    {
        using SerialLine line = SerialLine.Open(port, request.Baud);
        return Try(new ConsoleSession(line, port, request.Baud, cancellation));
    }

    private static bool Try(ConsoleSession session)
    {
        try
        {
            return session.TrySynchronise();
        }
        catch (LineGoneException)
        {
            // nanoff says more about a port that takes nothing.
            return false;
        }
    }

    // Null if the console has done it; otherwise why none answers.
    private string? ThroughConsole(string port, CancellationToken cancellation)
    {
        using SerialLine line = SerialLine.Open(port, request.Baud);
        ConsoleSession session = new(line, port, request.Baud, cancellation);
        if (!Try(session))
        {
            RefuseShow(port, session.Silence);
            return session.Silence;
        }

        RefuseFiles(port);
        ConfigureRequest asked = Asked();
        if (asked.Changes)
        {
            StandardError.Say($"The device's console answers at {port}: the settings change through it.");
        }

        new ConsoleConfiguration(session, port, output).Run(asked);
        return null;
    }

    private void RefuseFiles(string port)
    {
        if (request.Inputs.FirstOrDefault(input => input.Setting.Kind == Firmware.SettingKind.CableFile).Setting is { Kind: Firmware.SettingKind.CableFile } file)
        {
            throw new CommandException($"{file.Name} can only be sent over the USB cable, and at {port} is the device's console: give the USB cable's port with --port");
        }
    }

    private void RefuseShow(string port, string why)
    {
        if (request.Show)
        {
            throw new CommandException($"--show asks the device's console, and none answers at {port}: {why}");
        }
    }
}
