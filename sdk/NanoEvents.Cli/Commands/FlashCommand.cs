using System.CommandLine;
using NanoEvents.Cli.Board;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Commands;

/// <summary>`flash`: installs nanoCLR and the firmware on a board, with nanoff, at the chip's own address.</summary>
internal static class FlashCommand
{
    public static Command Create()
    {
        Option<string> port = new("--port") { Description = "The serial port (the only port)", HelpName = "PORT" };
        Option<string> chip = Chips();
        Option<string> target = new("--target") { Description = "The nanoCLR build of a board with its own one; needs --chip", HelpName = "NAME" };
        Option<string> image = new("--image") { Description = "The firmware image (the one that building firmware/esp32 makes)", HelpName = "FILE" };
        Option<bool> erase = new("--erase") { Description = "Erase the board first, including settings and Wi-Fi" };
        Option<bool> dryRun = new("--dry-run") { Description = "Print the nanoff commands and do nothing" };
        Option<bool> yes = new("--yes") { Description = "Install nanoff without asking, if it is absent" };
        Command command = new("flash", "Install nanoCLR and the firmware on a board, with nanoff") { port, chip, target, image, erase, dryRun, yes };
        command.Validators.Add(result =>
        {
            if (result.GetResult(target) is not null && result.GetResult(chip) is null)
            {
                result.AddError("--target needs --chip, which decides the address.");
            }
        });
        command.SetAction((parsed, cancellation) =>
        {
            Request request = new(
                parsed.GetValue(port),
                parsed.GetValue(chip) is { } name ? Chip.Find(name) : null,
                parsed.GetValue(target),
                parsed.GetValue(image),
                parsed.GetValue(erase),
                parsed.GetValue(yes));
            return parsed.GetValue(dryRun) ? Task.FromResult(Show(request)) : RunAsync(request, cancellation);
        });
        return command;
    }

    private static Option<string> Chips()
    {
        Option<string> chip = new("--chip") { Description = $"{string.Join(", ", Chip.All.Select(c => c.Name))} (the board's own)", HelpName = "CHIP" };
        chip.Validators.Add(result =>
        {
            string name = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (Chip.Find(name) is null)
            {
                result.AddError($"--chip must be one of {string.Join(", ", Chip.All.Select(c => c.Name))}, not '{name}'.");
            }
        });
        return chip;
    }

    private static int Show(Request request)
    {
        IReadOnlyList<string> ports = SerialPorts.List();
        string port = request.Port ?? (ports.Count == 1 ? ports[0] : "PORT");
        if (request.Chip == null)
        {
            Console.WriteLine(Nanoff.Line(FlashPlan.Details(port)));
            StandardError.Say("The next lines are for a plain ESP32: what the first one finds decides. --chip says it beforehand.");
        }

        FirmwareClone? clone = request.Image == null ? FirmwareClone.Find(Environment.CurrentDirectory) : null;
        if (clone?.WhyBuild() is { } why)
        {
            StandardError.Say($"The firmware is built first, because {why}.");
            Console.WriteLine(FirmwareImage.Build);
        }

        Chip chip = request.Chip ?? Chip.Esp32;
        FlashPlan plan = Plan(request, chip, request.Target ?? chip.Target, port, request.Image ?? clone?.Image ?? FirmwareImage.Usual);
        Console.WriteLine(Nanoff.Line(plan.Update));
        Console.WriteLine(Nanoff.Line(plan.Deploy));
        if (request.Image != null ? !File.Exists(request.Image) : clone == null && ReleasedImage.OfThisCommand() == null)
        {
            StandardError.Warn(FirmwareImage.Missing(request.Image));
        }

        return ExitCode.Done;
    }

    private static async Task<int> RunAsync(Request request, CancellationToken cancellation)
    {
        string image = await ImageAsync(request.Image, cancellation);
        string port = SerialPorts.Choose(request.Port, SerialPorts.List());
        Nanoff nanoff = await Nanoff.FindOrInstallAsync(request.Yes, cancellation);
        ChipReport report = request.Chip is { } chip
            ? new ChipReport(chip, request.Target ?? chip.Target, chip.Title)
            : await AskAsync(nanoff, port, cancellation);
        FirmwareImage.Check(image, report.Chip);
        if (!report.Chip.HasWifi)
        {
            StandardError.Warn($"{report.Chip.Title} has no Wi-Fi of its own: the firmware will not reach a broker from it.");
        }

        FlashPlan plan = Plan(request, report.Chip, report.Target, port, image);
        StandardError.Say($"1/2 nanoCLR {plan.Version} for {plan.Target} onto {report.Words} at {port}");
        await StepAsync(nanoff, plan.Update, cancellation);
        StandardError.Say($"2/2 {image} to 0x{plan.Chip.DeployAddress:X}");
        await StepAsync(nanoff, plan.Deploy, cancellation);
        StandardError.Say("Done. Press EN (or RST) where the board has not restarted by itself; next: nanoevents configure");
        return ExitCode.Done;
    }

    // The image that was asked for, or a clone's, which is built where it is missing or old, or that of this command's release.
    private static async Task<string> ImageAsync(string? asked, CancellationToken cancellation)
    {
        if (asked == null && FirmwareClone.Find(Environment.CurrentDirectory) is { } clone)
        {
            if (clone.WhyBuild() is { } why)
            {
                StandardError.Say($"Building the firmware, because {why}: {FirmwareImage.Build}");
                await clone.BuildAsync(cancellation);
            }

            return clone.Image;
        }

        if (asked == null && ReleasedImage.OfThisCommand() is { } released)
        {
            string data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
            return await released.GetAsync(Path.Combine(data, "NanoEvents", "firmware"), cancellation);
        }

        return asked != null && File.Exists(asked) ? asked : throw new CommandException(FirmwareImage.Missing(asked));
    }

    private static FlashPlan Plan(Request request, Chip chip, string target, string port, string image) =>
        new(chip, target, port, BoardVersions.Embedded().NanoClr, image, request.Erase);

    private static async Task<ChipReport> AskAsync(Nanoff nanoff, string port, CancellationToken cancellation)
    {
        StandardError.Say($"Asking the board at {port} which chip it has; where nanoff asks for the BOOT button, hold it.");
        (int exitCode, string output) = await nanoff.ReadAsync(FlashPlan.Details(port), cancellation);
        NanoffExit.Check(exitCode, output);
        return ChipReport.Parse(output) ?? throw new CommandException("nanoff has not said which chip it is: say it with --chip");
    }

    private static async Task StepAsync(Nanoff nanoff, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        StandardError.Say(Nanoff.Line(arguments));
        await nanoff.RunAsync(arguments, cancellation);
    }

    private sealed record Request(string? Port, Chip? Chip, string? Target, string? Image, bool Erase, bool Yes);
}
