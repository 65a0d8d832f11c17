using System.Diagnostics.Metrics;
using System.Numerics;

namespace NanoEvents.Webhooks.AspNetCore;

/// <summary>The counters of one receiver, for its health and for meters.</summary>
internal sealed class ReceiverCounts
{
    // The name of the library that reads, so that collectors see one name for all.
    private static readonly Meter _meter = new(EventClient.TelemetryName, typeof(ReceiverCounts).Assembly.GetName().Version?.ToString(3));
    private static readonly Counter<long> _requests = _meter.CreateCounter<long>("nanoevents.webhook.requests", "{request}", "Requests that were answered.");
    private static readonly Counter<long> _unreadableCounter = _meter.CreateCounter<long>("nanoevents.webhook.unreadable", "{event}", "Events in requests that could not be read.");

    private readonly KeyValuePair<string, object?> _path;
    private readonly long[] _byStatus = new long[600];
    private long _unreadable;

    public ReceiverCounts(string path, TimeProvider time)
    {
        _path = new("nanoevents.path", path);
        LostLately = new Lately(time);
        UnreadableLately = new Lately(time);
        ForgedLately = new Lately(time);
    }

    /// <summary>What came, what came again, and what is lost.</summary>
    public TimelineCounts Events { get; } = new();

    /// <summary>Looks whether events were lost lately.</summary>
    public Lately LostLately { get; }

    /// <summary>Looks whether events could not be read lately.</summary>
    public Lately UnreadableLately { get; }

    /// <summary>Looks whether requests were not signed as they must be lately.</summary>
    public Lately ForgedLately { get; }

    /// <summary>Events that could not be read.</summary>
    public long AllUnreadable => Interlocked.Read(ref _unreadable);

    /// <summary>Requests with a status.</summary>
    public long Of(int status) => Interlocked.Read(ref _byStatus[status]);

    public void Unreadable(int count)
    {
        Interlocked.Add(ref _unreadable, count);
        if (count > 0)
        {
            _unreadableCounter.Add(count, _path);
        }
    }

    /// <returns>Whether to log it: a refusal, and the first, the second, the fourth, … of its status.</returns>
    public bool Request(int status)
    {
        _requests.Add(1, _path, new("http.response.status_code", status));
        return BitOperations.IsPow2(Interlocked.Increment(ref _byStatus[status])) && status is >= 400 and not 499;
    }
}
