namespace NanoEvents.Hosting;

/// <summary>Whether the handler makes progress: set by the service, read by the health check.</summary>
internal sealed class HandlerHealth
{
    private volatile string? _problem;

    /// <summary>Why the present event cannot be handled; null if the handler works.</summary>
    public string? Problem
    {
        get => _problem;
        set => _problem = value;
    }
}
