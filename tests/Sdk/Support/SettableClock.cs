using Microsoft.Extensions.Time.Testing;

namespace NanoEvents.Tests;

/// <summary>A clock moved by hand whose time of day can also be set, as a time server does; its counter does not notice.</summary>
public sealed class SettableClock() : FakeTimeProvider(TimelineRun.Start)
{
    private long _shift;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _shift));

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    /// <summary>Sets the time of day forward, or back.</summary>
    public void Set(TimeSpan by) => Interlocked.Add(ref _shift, by.Ticks);
}
