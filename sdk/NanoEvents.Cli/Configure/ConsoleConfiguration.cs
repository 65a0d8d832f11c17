using System.Diagnostics;
using NanoEvents.Cli.Output;
using NanoEvents.Firmware;

namespace NanoEvents.Cli.Configure;

/// <summary>`configure` through a device's serial console: sets, saves and restarts. Nothing changes until the device has saved.</summary>
internal sealed class ConsoleConfiguration(ConsoleSession session, string port, TextWriter output)
{
    private const string NotSaved = " (not saved)";

    private static readonly TimeSpan _restartPatience = TimeSpan.FromSeconds(30);

    /// <summary>The commands for people: secrets are ***.</summary>
    public static IEnumerable<string> Commands(ConfigureRequest request)
    {
        bool hasChanges = request.Changes;
        return
        [
            .. Resets(request),
            .. request.Inputs.Select(input => Command(input, input.Setting.IsSecret && input.Value.Length != 0 ? "***" : input.Value)),
            .. hasChanges ? ["save", "restart"] : Array.Empty<string>(),
            .. request.Show ? ["show"] : Array.Empty<string>(),
        ];
    }

    /// <summary>Does it.</summary>
    /// <exception cref="CommandException">It has failed. The device has kept its settings, unless the message says otherwise.</exception>
    public void Run(ConfigureRequest request)
    {
        bool isSaved = false;
        try
        {
            string[] changes = request.Changes ? Set(request) : [];
            if (changes.Length != 0)
            {
                ConsoleAnswer saved = Require(session.Ask("save"));
                isSaved = true;
                Tell(changes, saved.Text);
                Restart(changes[0].Split(' ')[0]);
            }
            else if (request.Changes)
            {
                StandardError.Say("The device has these settings already.");
            }

            if (request.Show)
            {
                Require(session.Ask("show")).Lines.ToList().ForEach(output.WriteLine);
            }
        }
        catch (LineGoneException)
        {
            throw new CommandException(
                isSaved
                    ? $"{port} is gone: the settings are saved, and apply when the device starts next"
                    : $"{port} is gone: is the lead still plugged in? Nothing was saved, the device has the settings that it had");
        }
        catch (OperationCanceledException)
        {
            StandardError.Say(isSaved ? "Stopped. The settings are saved, and apply when the device starts next." : "Stopped: nothing was saved.");
            throw;
        }
    }

    // A name cannot be empty: empty goes back to the board's own one.
    private static string Command(SettingInput input, string value) =>
        input.Setting.Kind == SettingKind.Identifier && value.Length == 0 ? $"unset {input.Setting.Name}" : $"set {input.Setting.Name} {value}";

    // As over the USB cable, what nanoCLR's own store holds stays: Wi-Fi and certificates.
    private static IEnumerable<string> Resets(ConfigureRequest request) => request.Reset
        ? SettingsTable.All.Where(setting => setting.Kind != SettingKind.CableFile && !setting.IsKeptByBoard && request.Inputs.All(input => input.Setting != setting))
            .Select(setting => $"unset {setting.Name}")
        : [];

    // The changes, as the device reports them.
    private string[] Set(ConfigureRequest request)
    {
        // Unsaved changes of somebody else must not be saved with these.
        ConsoleAnswer left = Require(session.Ask("discard"));
        if (!left.Text.StartsWith("0 ", StringComparison.Ordinal))
        {
            StandardError.Warn($"{left.Text}: somebody had set and not saved them.");
        }

        List<string> changes = [];
        foreach (string command in Resets(request).Concat(request.Inputs.Select(input => Command(input, input.Value))))
        {
            ConsoleAnswer answer = session.Ask(command);
            if (!answer.IsOk)
            {
                session.Ask("discard");
                throw new CommandException($"{answer.Text}; nothing was saved");
            }

            if (answer.Text.EndsWith(NotSaved, StringComparison.Ordinal))
            {
                changes.Add(answer.Text[..^NotSaved.Length]);
            }
        }

        return [.. changes];
    }

    private void Tell(string[] changes, string saved)
    {
        foreach (string change in changes)
        {
            output.WriteLine(change);
        }

        StandardError.Say(saved);
    }

    private void Restart(string changed)
    {
        Require(session.Ask("restart"));
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < _restartPatience)
        {
            Thread.Sleep(1000);
            if (IsBack(changed))
            {
                StandardError.Say("The device has restarted.");
                return;
            }
        }

        StandardError.Warn($"The device does not answer at {port} yet. The settings are saved; console settings that have changed need another --baud or other pins.");
    }

    private bool IsBack(string changed)
    {
        try
        {
            return session.TrySynchronise(1) && session.Ask($"show {changed}").Lines.All(text => !text.EndsWith(" (after restart)", StringComparison.Ordinal));
        }
        catch (CommandException)
        {
            return false;
        }
    }

    private static ConsoleAnswer Require(ConsoleAnswer answer) => answer.IsOk ? answer : throw new CommandException(answer.Text);
}
