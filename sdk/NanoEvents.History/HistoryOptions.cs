namespace NanoEvents.History;

/// <summary>Where a history is, and how long it keeps events.</summary>
public sealed record HistoryOptions
{
    /// <summary>The file. It is made where it does not exist; its folder must exist.</summary>
    public string Path { get; set; } = "";

    /// <summary>
    /// How long single events stay; null for ever. The hourly and daily summaries stay for ever.
    /// </summary>
    public TimeSpan? Keep { get; set; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal string? FindProblem() =>
        string.IsNullOrWhiteSpace(Path) ? "a history needs a file: set HistoryOptions.Path"
        : Keep < TimeSpan.FromDays(1) ? "events are kept for a day at least: set HistoryOptions.Keep to a day or more, or to null to keep all"
        : null;
}
