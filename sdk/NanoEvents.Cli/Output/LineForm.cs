namespace NanoEvents.Cli.Output;

/// <summary>The forms of a line an event.</summary>
internal enum LineForm
{
    /// <summary>To read.</summary>
    Text,

    /// <summary>A JSON object.</summary>
    Json,

    /// <summary>For spreadsheets.</summary>
    Csv,
}

/// <summary>The form that was asked for.</summary>
internal static class LineForms
{
    public static LineForm Of(bool json, bool csv) => json ? LineForm.Json : csv ? LineForm.Csv : LineForm.Text;
}
