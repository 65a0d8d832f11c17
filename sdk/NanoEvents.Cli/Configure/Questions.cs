using NanoEvents.Cli.Output;
using NanoEvents.Firmware;
using Spectre.Console;

namespace NanoEvents.Cli.Configure;

/// <summary>Asks on a terminal for missing settings that a device needs.</summary>
internal static class Questions
{
    private static readonly Setting[] _asked =
    [
        SettingsTable.DeviceId, SettingsTable.WifiSsid, SettingsTable.WifiPassword, SettingsTable.BrokerHost, SettingsTable.BrokerUser, SettingsTable.BrokerPassword,
    ];

    /// <summary>The given settings and the answers.</summary>
    public static IReadOnlyList<SettingInput> Complete(IReadOnlyList<SettingInput> given)
    {
        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        List<SettingInput> inputs = [.. given];
        foreach (Setting setting in _asked.Where(setting => !given.Any(input => input.Setting == setting) && IsWanted(setting, inputs)))
        {
            SettingInput input = Ask(terminal, setting);
            if (input.Value != setting.Default)
            {
                inputs.Add(input);
            }
        }

        return [.. inputs.OrderBy(input => input.Index)];
    }

    private static SettingInput Ask(IAnsiConsole terminal, Setting setting)
    {
        TextPrompt<string> prompt = new TextPrompt<string>($"{Markup.Escape(setting.Help)} [grey]{setting.Name}[/]").AllowEmpty();
        prompt = setting.IsSecret ? prompt.Secret() : prompt;
        prompt.Validate(text => IsTaken(setting, text, out string why) ? ValidationResult.Success() : ValidationResult.Error(Markup.Escape(why)));
        string answer = terminal.Prompt(prompt);
        return SettingInput.Of(setting, answer.Length == 0 ? setting.Default : answer);
    }

    private static bool IsTaken(Setting setting, string text, out string why)
    {
        try
        {
            why = "";
            _ = SettingInput.Of(setting, text.Length == 0 ? setting.Default : text);
            return true;
        }
        catch (CommandException e)
        {
            why = e.Message;
            return false;
        }
    }

    // It asks for a password only if there is a user or a network for it.
    private static bool IsWanted(Setting setting, List<SettingInput> inputs) =>
        setting == SettingsTable.WifiPassword ? inputs.Any(input => input.Setting == SettingsTable.WifiSsid)
            : setting != SettingsTable.BrokerPassword || inputs.Any(input => input.Setting == SettingsTable.BrokerUser);
}
