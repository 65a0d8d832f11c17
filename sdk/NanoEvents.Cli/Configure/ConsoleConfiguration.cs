using System.Diagnostics;
using NanoEvents.Cli.Output;
using NanoEvents.Firmware;

namespace NanoEvents.Cli.Configure;

/// <summary>`configure --port`: sets, saves and restarts over a device's serial console. Nothing changes until the device has saved.</summary>
internal sealed class ConsoleConfiguration(string port, int baud, TextWriter output)
{
    private const string NotSaved = " (not saved)";

    private static readonly TimeSpan _restartPatience = TimeSpan.FromSeconds(30);

    /// <summary>Does it.</summary>
    /// <exception cref="CommandException">The command has failed. The device has kept its settings, unless the message says otherwise.</exception>
    public void Run(IReadOnlyList<SettingInput> inputs, bool show)
    {
        if (inputs.FirstOrDefault(input => input.Setting.Kind == SettingKind.CableFile).Setting is { Kind: SettingKind.CableFile } file)
        {
            throw new CommandException($"{file.Name} can only be sent over the USB cable: leave --port out");
        }

        bool isSaved = false;
        using SerialLine line = SerialLine.Open(port, baud);
        try
        {
            ConsoleSession session = new(line, port, baud);
            session.Synchronise();
            string[] changes = Set(session, inputs);
            if (changes.Length != 0)
            {
                ConsoleAnswer saved = Require(session.Ask("save"));
                isSaved = true;
                Tell(changes, saved.Text);
                Restart(session, changes[0].Split(' ')[0]);
            }
            else if (inputs.Count != 0)
            {
                StandardError.Say("The device has these settings already.");
            }

            if (show)
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
    }

    // The changes, as the device reports them.
    private static string[] Set(ConsoleSession session, IReadOnlyList<SettingInput> inputs)
    {
        if (inputs.Count == 0)
        {
            return [];
        }

        // Unsaved changes of somebody else must not be saved with these.
        ConsoleAnswer left = Require(session.Ask("discard"));
        if (!left.Text.StartsWith("0 ", StringComparison.Ordinal))
        {
            StandardError.Warn($"{left.Text}: somebody had set and not saved them.");
        }

        List<string> changes = [];
        foreach (SettingInput input in inputs)
        {
            ConsoleAnswer answer = session.Ask($"set {input.Setting.Name} {input.Value}");
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

    private void Restart(ConsoleSession session, string changed)
    {
        Require(session.Ask("restart"));
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < _restartPatience)
        {
            Thread.Sleep(1000);
            if (IsBack(session, changed))
            {
                StandardError.Say("The device has restarted.");
                return;
            }
        }

        StandardError.Warn($"The device does not answer at {port} yet. The settings are saved; console settings that have changed need another --baud or other pins.");
    }

    private static bool IsBack(ConsoleSession session, string changed)
    {
        try
        {
            session.Synchronise(1);
            return session.Ask($"show {changed}").Lines.All(text => !text.EndsWith(" (after restart)", StringComparison.Ordinal));
        }
        catch (CommandException)
        {
            return false;
        }
    }

    private static ConsoleAnswer Require(ConsoleAnswer answer) => answer.IsOk ? answer : throw new CommandException(answer.Text);
}
