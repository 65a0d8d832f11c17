namespace NanoEvents.Firmware.Tests.Configuration;

/// <summary>Settings by their names, for tests.</summary>
internal static class Values
{
    public static SettingTexts Of(params (string Name, string Value)[] pairs)
    {
        SettingTexts values = new();
        foreach ((string name, string value) in pairs)
        {
            Setting setting = SettingsTable.All[SettingsTable.IndexOf(name)];
            Assert.True(new SettingParser(SettingsTable.HighestPin).TryRead(setting, value, out string read), name);
            values.Set(SettingsTable.IndexOf(name), read);
        }

        return values;
    }

    /// <summary>Everything that is set, and every unknown line, as one text.</summary>
    public static string Text(this SettingTexts values) => string.Join(
        '\n',
        Enumerable.Range(0, SettingsTable.All.Length).Where(values.IsSet).Select(i => $"{SettingsTable.All[i].Name}={values.Text(i)}")
            .Concat(Enumerable.Range(0, values.UnknownCount).Select(values.Unknown)));

    public static string? Get(this SettingTexts values, string name) => values.IsSet(SettingsTable.IndexOf(name)) ? values.Text(SettingsTable.IndexOf(name)) : null;
}
