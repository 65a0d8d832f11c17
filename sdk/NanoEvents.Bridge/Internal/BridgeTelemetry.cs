using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NanoEvents.Bridge;

/// <summary>The counters of one bridge, for <see cref="EventBridge.Stats"/> and for meters; and its spans.</summary>
internal sealed class BridgeTelemetry(string target, Func<TimeSpan> oldest)
{
    private const string TargetTag = "nanoevents.target";

    private static readonly ActivitySource _activities = new(EventBridge.TelemetryName, Version);
    private static readonly Meter _meter = new(EventBridge.TelemetryName, Version);
    private static readonly ConcurrentDictionary<BridgeTelemetry, bool> _running = new();

    private static readonly Counter<long> _deliveredCounter = _meter.CreateCounter<long>("nanoevents.bridge.delivered", "{record}", "Records that the target has taken.");
    private static readonly Counter<long> _suppressedCounter = _meter.CreateCounter<long>("nanoevents.bridge.suppressed", "{record}", "Records that the target had already.");
    private static readonly Counter<long> _deadCounter = _meter.CreateCounter<long>("nanoevents.bridge.dead", "{letter}", "Messages and events in the dead letters.");
    private static readonly Counter<long> _retriesCounter = _meter.CreateCounter<long>("nanoevents.bridge.retries", "{retry}", "New beginnings after a failed write.");

    private readonly KeyValuePair<string, object?> _target = new(TargetTag, target);
    private readonly Func<TimeSpan> _oldest = oldest;
    private long _delivered;
    private long _suppressed;
    private long _dead;
    private long _retries;

    static BridgeTelemetry()
    {
        _meter.CreateObservableGauge(
            "nanoevents.bridge.oldest", () => _running.Keys.Select(bridge => bridge.MeasureOldest()), "s", "The age of the oldest message that the target has not confirmed.");
    }

    public BridgeStats Stats => new()
    {
        Delivered = Interlocked.Read(ref _delivered),
        Suppressed = Interlocked.Read(ref _suppressed),
        Dead = Interlocked.Read(ref _dead),
        Retries = Interlocked.Read(ref _retries),
    };

    private static string? Version => typeof(BridgeTelemetry).Assembly.GetName().Version?.ToString(3);

    /// <summary>The bridge runs: its age is measured.</summary>
    public void Begin() => _running[this] = true;

    public void End() => _running.TryRemove(this, out _);

    public void Delivered(int count) => Add(ref _delivered, _deliveredCounter, count);

    public void Suppressed() => Add(ref _suppressed, _suppressedCounter, 1);

    public void Dead() => Add(ref _dead, _deadCounter, 1);

    public void Retry() => Add(ref _retries, _retriesCounter, 1);

    /// <summary>A span around a write. It ends elsewhere, so it contains nothing of the caller.</summary>
    public Activity? Start(int count)
    {
        Activity? before = Activity.Current;
        Activity? span = _activities.StartActivity("write events", ActivityKind.Producer);
        span?.SetTag(TargetTag, _target.Value).SetTag("messaging.operation.type", "send").SetTag("messaging.batch.message_count", count);
        Activity.Current = before;
        return span;
    }

    private System.Diagnostics.Metrics.Measurement<double> MeasureOldest() => new(_oldest().TotalSeconds, _target);

    private void Add(ref long total, Counter<long> counter, int count)
    {
        Interlocked.Add(ref total, count);
        counter.Add(count, _target);
    }
}
