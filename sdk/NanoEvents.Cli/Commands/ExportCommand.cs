using System.CommandLine;
using NanoEvents.Cli.Output;
using NanoEvents.History;

namespace NanoEvents.Cli.Commands;

/// <summary>`export`: the events of a history as lines.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        Option<string> data = PastOptions.Data("The file of the history");
        Option<string> device = CommonOptions.Device("Only this device (all)", mayHavePrefix: true);
        Option<DateTimeOffset?> from = PastOptions.Time("--from", "From this time on, UTC where it says no zone");
        Option<DateTimeOffset?> to = PastOptions.Time("--to", "Up to this time");
        Option<bool> json = CommonOptions.Json();
        Option<bool> csv = CommonOptions.Csv();
        Command command = new("export", "Print the events of a history, in the order of their times") { data, device, from, to, json, csv };
        CommonOptions.OnlyOne(command, json, csv);
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(data), parsed.GetValue(device), parsed.GetValue(from), parsed.GetValue(to),
            LineForms.Of(parsed.GetValue(json), parsed.GetValue(csv)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        string data, string? device, DateTimeOffset? from, DateTimeOffset? to, LineForm form, CancellationToken cancellation)
    {
        try
        {
            using EventHistory history = new(data);
            using LineView view = new(form);
            await foreach (NanoEvent e in history.ReadEventsAsync(device, from, to, cancellation))
            {
                view.Show(e);
            }

            return ExitCode.Done;
        }
        catch (HistoryException e)
        {
            throw new CommandException(e.Message);
        }
    }
}
