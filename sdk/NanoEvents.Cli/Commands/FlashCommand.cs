using System.CommandLine;
using NanoEvents.Cli.Board;
using NanoEvents.Cli.Flash;
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
        Option<bool> noWait = new("--no-wait") { Description = "End after writing, without listening to the board" };
        Option<bool> yes = new("--yes") { Description = "Install nanoff without asking, if it is absent" };
        Command command = new("flash", "Install nanoCLR and the firmware on a board, with nanoff") { port, chip, target, image, erase, dryRun, noWait, yes };
        command.Validators.Add(result =>
        {
            if (result.GetResult(target) is not null && result.GetResult(chip) is null)
            {
                result.AddError("--target needs --chip, which decides the address.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            FlashRequest request = new(
                parsed.GetValue(port), parsed.GetValue(chip) is { } name ? Chip.Find(name) : null, parsed.GetValue(target), parsed.GetValue(erase), !parsed.GetValue(noWait));
            FlashRun run = new(request, ImageSource.Find(parsed.GetValue(image), Environment.CurrentDirectory));
            if (parsed.GetValue(dryRun))
            {
                run.Show(Console.Out);
                return ExitCode.Done;
            }

            await run.RunAsync(() => Nanoff.FindOrInstallAsync(parsed.GetValue(yes), cancellation), cancellation);
            return ExitCode.Done;
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
}
