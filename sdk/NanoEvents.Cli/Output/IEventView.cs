namespace NanoEvents.Cli.Output;

/// <summary>Where events are shown.</summary>
internal interface IEventView : IDisposable
{
    void Show(in NanoEvent e);

    /// <summary>A status line; on a terminal, the next one replaces it.</summary>
    void ShowProgress(string text);

    /// <summary>Removes the status line for a moment, so that other text can be written.</summary>
    void Clear();

    void ShowSummary(DemoSummary summary);
}
