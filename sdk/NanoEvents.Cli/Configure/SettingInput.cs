using NanoEvents.Cli.Output;
using NanoEvents.Firmware;

namespace NanoEvents.Cli.Configure;

/// <summary>A value that the user gives, checked against the table of settings before anything is sent.</summary>
/// <param name="Index">Which setting, in <see cref="SettingsTable.All"/>.</param>
/// <param name="Value">The value in its one spelling; for a file, its path.</param>
internal readonly record struct SettingInput(int Index, string Value)
{
    private const int MaxMistake = 3;

    private static readonly SettingParser _reader = new(SettingsTable.HighestPin);

    public Setting Setting => SettingsTable.All[Index];

    /// <summary>The values of `--file` and then of `--set`; if a setting is given more than once, the last value counts.</summary>
    /// <exception cref="CommandException">A value is invalid.</exception>
    public static IReadOnlyList<SettingInput> Read(string? file, IEnumerable<string> pairs)
    {
        Dictionary<int, SettingInput> inputs = [];
        foreach (SettingInput input in (file == null ? [] : ReadFile(file)).Concat(pairs.Select(pair => Parse(pair, "--set"))))
        {
            inputs[input.Index] = input;
        }

        return [.. inputs.Values.OrderBy(input => input.Index)];
    }

    /// <summary>Checks a value.</summary>
    /// <exception cref="CommandException">The value is invalid for this setting.</exception>
    public static SettingInput Of(Setting setting, string text, string where = "")
    {
        int index = SettingsTable.IndexOf(setting.Name);
        if (setting.Kind == SettingKind.CableFile)
        {
            return text.Length != 0 ? new SettingInput(index, text) : throw new CommandException($"{where}{setting.Name} must be the path of a PEM file");
        }

        return _reader.TryRead(setting, text, out string value)
            ? new SettingInput(index, value)
            : throw new CommandException($"{where}{setting.Name} {_reader.Rule(setting)}");
    }

    private static IEnumerable<SettingInput> ReadFile(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path} cannot be read: {(e is FileNotFoundException or DirectoryNotFoundException ? "no such file" : e.Message)}");
        }

        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length != 0 && line[0] != '#')
            {
                yield return Parse(line, $"{path} line {i + 1}");
            }
        }
    }

    // The message does not repeat the value, because it may be a secret.
    private static SettingInput Parse(string pair, string where)
    {
        int equals = pair.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            throw new CommandException($"{where} must be name=value");
        }

        string name = pair[..equals].Trim();
        int index = SettingsTable.IndexOf(name);
        return index >= 0
            ? Of(SettingsTable.All[index], pair[(equals + 1)..].Trim(), $"{where}: ")
            : throw new CommandException($"{where}: there is no {Unknown(name)}: did you mean {SettingsTable.Nearest(name)}?");
    }

    // A name that is none may be the rest of a secret, or a name and a secret with a blank between them.
    private static string Unknown(string name)
    {
        bool isMistyped = name.All(c => char.IsAsciiLetter(c) || c == '.') && EditDistance.Between(name, SettingsTable.Nearest(name)) <= MaxMistake;
        return isMistyped ? $"setting {name}" : "such setting";
    }
}
