using NanoEvents.Cli.Board;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Flash;

/// <summary>`flash`: finds port, nanoff and board in seconds, then builds or downloads the image, writes nanoCLR and the image, and listens.</summary>
internal sealed class FlashRun(FlashRequest request, ImageSource source)
{
    /// <summary>Prints the commands that a run would run.</summary>
    public void Show(TextWriter output)
    {
        IReadOnlyList<string> ports = SerialPorts.List();
        string port = request.Port ?? (ports.Count == 1 ? ports[0] : "PORT");
        output.WriteLine(Nanoff.Line(FlashPlan.Details(port)));
        if (request.Chip == null)
        {
            StandardError.Say("The next lines are for a plain ESP32: what the first one finds decides. --chip says it beforehand.");
        }

        if (source.Before is { } before)
        {
            StandardError.Say(before);
        }

        if (source.WhyBuild != null)
        {
            output.WriteLine(FirmwareImage.Build);
        }

        Chip chip = request.Chip ?? Chip.Esp32;
        FlashPlan plan = request.Plan(chip, request.Target ?? chip.Target, port, source.Path);
        output.WriteLine(Nanoff.Line(plan.Update));
        output.WriteLine(Nanoff.Line(plan.Deploy));
        if (source.Missing is { } missing)
        {
            StandardError.Warn(missing);
        }
    }

    /// <summary>Does it.</summary>
    /// <param name="findNanoff">Finds nanoff, or installs it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CommandException">It has failed.</exception>
    public async Task RunAsync(Func<Task<Nanoff>> findNanoff, CancellationToken cancellation)
    {
        if (source.Missing is { } missing)
        {
            throw new CommandException(missing);
        }

        string port = SerialPorts.Choose(request.Port, SerialPorts.List());
        Nanoff nanoff = await findNanoff();
        ChipReport report = await AskAsync(nanoff, port, cancellation);
        string image = await source.GetAsync(cancellation);
        FirmwareImage.Check(image, report.Chip);
        await WriteAsync(nanoff, request.Plan(report.Chip, report.Target, port, image), report, cancellation);
        if (request.Waits)
        {
            await Task.Run(() => new FirstWords(port, report.Name, cancellation).Listen(), CancellationToken.None);
        }
    }

    private async Task<ChipReport> AskAsync(Nanoff nanoff, string port, CancellationToken cancellation)
    {
        StandardError.Say($"Asking the board at {port} which chip it has; where nanoff asks for the BOOT button, hold it.");
        (int exitCode, string output) = await nanoff.ReadAsync(FlashPlan.Details(port), cancellation);
        try
        {
            NanoffExit.Check(exitCode, output);
        }
        catch (CommandException)
        {
            await Console.Error.WriteAsync(output);
            throw;
        }

        ChipReport? found = ChipReport.Parse(output);
        ChipReport report = request.Chip is { } chip
            ? (found ?? new ChipReport(chip, chip.Target, chip.Title)).As(chip, request.Target, port)
            : found ?? throw new CommandException("nanoff has not said which chip it is: say it with --chip");
        report.RequireRoom(port);
        if (!report.Chip.HasWifi)
        {
            StandardError.Warn($"{report.Chip.Title} has no Wi-Fi of its own: the firmware will not reach a broker from it.");
        }

        return report;
    }

    private static async Task WriteAsync(Nanoff nanoff, FlashPlan plan, ChipReport report, CancellationToken cancellation)
    {
        StandardError.Say($"1/2 nanoCLR {plan.Version} for {plan.Target} onto {report.Words} at {plan.Port}");
        await StepAsync(nanoff, plan.Update, cancellation);
        StandardError.Say($"2/2 {plan.Image} to 0x{plan.Chip.DeployAddress:X}");
        await StepAsync(nanoff, plan.Deploy, cancellation);
        StandardError.Say("Written.");
    }

    private static async Task StepAsync(Nanoff nanoff, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        StandardError.Say(Nanoff.Line(arguments));
        await nanoff.RunAsync(arguments, cancellation);
    }
}
