namespace NanoEvents.Cli.Output;

/// <summary>Where events are shown.</summary>
internal interface IEventView : IDisposable
{
    void Show(in NanoEvent e);

    /// <summary>A status line; on a terminal, the next one replaces it.</summary>
    void ShowProgress(string text);

    /// <summary>A notice, apart from the events.</summary>
    void Say(string notice);

    void ShowSummary(DemoSummary summary);
}
