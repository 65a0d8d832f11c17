namespace NanoEvents.Hosting;

/// <summary>Whether the handler gets on; told by the service, asked by the health check.</summary>
internal sealed class HandlerHealth
{
    private volatile string? _problem;

    /// <summary>Why the present event cannot be handled; null where the handler gets on.</summary>
    public string? Problem
    {
        get => _problem;
        set => _problem = value;
    }
}
