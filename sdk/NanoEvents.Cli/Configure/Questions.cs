using NanoEvents.Cli.Output;
using NanoEvents.Firmware;
using Spectre.Console;

namespace NanoEvents.Cli.Configure;

/// <summary>Asks on a terminal for missing settings that a device needs.</summary>
internal static class Questions
{
    /// <summary>The given settings and the answers.</summary>
    public static IReadOnlyList<SettingInput> Complete(IReadOnlyList<SettingInput> given) =>
        Complete(given, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }));

    /// <summary>The same, on this terminal.</summary>
    public static IReadOnlyList<SettingInput> Complete(IReadOnlyList<SettingInput> given, IAnsiConsole terminal)
    {
        List<SettingInput> inputs = [.. given];
        bool Has(Setting setting) => inputs.Any(input => input.Setting == setting);
        if (!Has(SettingsTable.DeviceId))
        {
            string id = Ask(terminal, SettingsTable.DeviceId, "empty: nano- and the last three bytes of its MAC address");
            inputs.Add(new SettingInput(SettingsTable.IndexOf(SettingsTable.DeviceId.Name), id));
        }

        if (!Has(SettingsTable.WifiSsid) && Ask(terminal, SettingsTable.WifiSsid, "empty: as it is") is { Length: > 0 } ssid)
        {
            inputs.Add(SettingInput.Of(SettingsTable.WifiSsid, ssid));
        }

        if (Has(SettingsTable.WifiSsid) && !Has(SettingsTable.WifiPassword))
        {
            inputs.Add(SettingInput.Of(SettingsTable.WifiPassword, Ask(terminal, SettingsTable.WifiPassword, "empty: none, an open network")));
        }

        if (!Has(SettingsTable.BrokerHost))
        {
            inputs.AddRange(AskForBroker(terminal));
        }

        return [.. inputs.OrderBy(input => input.Index)];
    }

    private static string Ask(IAnsiConsole terminal, Setting setting, string ifEmpty)
    {
        TextPrompt<string> prompt = new TextPrompt<string>($"{Markup.Escape(setting.Help)} [grey]({setting.Name}; {ifEmpty})[/]").AllowEmpty();
        prompt = setting.IsSecret ? prompt.Secret() : prompt;
        return terminal.Prompt(prompt.Validate(text => Judge(() => text.Length == 0 || SettingInput.Of(setting, text).Index >= 0, "")));
    }

    // Not echoed: the password is in it.
    private static IReadOnlyList<SettingInput> AskForBroker(IAnsiConsole terminal)
    {
        string answer = terminal.Prompt(new TextPrompt<string>("The address that `nanoevents broker` has printed [grey](mqtt://user:password@host:1883, not shown; empty: as it is)[/]")
            .AllowEmpty().Secret()
            .Validate(text => Judge(() => text.Length == 0 || BrokerSettings.Read(text) != null, "it must be like mqtt://user:password@host:1883, or mqtts://host for TLS")));
        return answer.Length == 0 ? [] : BrokerSettings.Read(answer)!;
    }

    private static ValidationResult Judge(Func<bool> isTaken, string why)
    {
        try
        {
            return isTaken() ? ValidationResult.Success() : ValidationResult.Error(Markup.Escape(why));
        }
        catch (CommandException e)
        {
            return ValidationResult.Error(Markup.Escape(e.Message));
        }
    }
}
