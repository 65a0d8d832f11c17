using System.Globalization;

namespace NanoEvents.Bridge;

/// <summary>The attributes that CloudEvents 1.0 wants of an event. Each target writes them in the way of its protocol.</summary>
internal static class CloudEvent
{
    /// <summary>The version of CloudEvents: <c>specversion</c>.</summary>
    public const string Version = "1.0";

    /// <summary>What the data is: <c>datacontenttype</c>.</summary>
    public const string ContentType = "application/json";

    /// <summary>Who it is of: <c>source</c>, such as <c>nanoevents/hall</c>.</summary>
    public static string SourceOf(in NanoEvent e) => "nanoevents/" + e.Device;

    /// <summary>What it is: <c>type</c>, such as <c>nanoevents.temperature</c>.</summary>
    public static string TypeOf(in NanoEvent e) => "nanoevents." + e.KindName;

    /// <summary>When it was: <c>time</c>, in UTC with milliseconds; null if the device did not know.</summary>
    public static string? TimeOf(in NanoEvent e) => e.Time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
