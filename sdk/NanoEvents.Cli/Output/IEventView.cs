namespace NanoEvents.Cli.Output;

/// <summary>Where events are shown.</summary>
internal interface IEventView : IDisposable
{
    void Show(in NanoEvent e);

    /// <summary>A line of how it stands, replaced by the next one where there is a terminal.</summary>
    void ShowProgress(string text);

    /// <summary>Takes that line away for a moment, so that something else can be written.</summary>
    void Clear();

    void ShowSummary(DemoSummary summary);
}
