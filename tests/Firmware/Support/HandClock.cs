namespace NanoEvents.Firmware.Tests.Support;

/// <summary>A clock that is moved by hand.</summary>
internal sealed class HandClock : IClock
{
    public long UptimeMs { get; set; }
}
