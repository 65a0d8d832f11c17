using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NanoEvents;

/// <summary>The meter and the activity source of this library; docs/sdk.md has them as a table.</summary>
internal static class Telemetry
{
    public const string Name = "NanoEvents";
    public const string Device = "nanoevents.device";
    public const string Kind = "nanoevents.kind";
    public const string Cause = "nanoevents.cause";

    public static readonly ActivitySource Activities = new(Name, Version);

    public static readonly Meter Meter = new(Name, Version);

    public static readonly Counter<long> Events = Meter.CreateCounter<long>("nanoevents.events", "{event}", "Events that came out, boots included.");

    public static readonly Counter<long> Lost = Meter.CreateCounter<long>("nanoevents.lost", "{event}", "Events reported lost, where their number is known.");

    public static readonly Counter<long> Restarts = Meter.CreateCounter<long>("nanoevents.restarts", "{restart}", "Boots that ended with events of unknown number.");

    public static readonly Counter<long> Late = Meter.CreateCounter<long>("nanoevents.late", "{event}", "Events that came after they had been reported lost.");

    public static readonly Counter<long> Duplicates = Meter.CreateCounter<long>("nanoevents.duplicates", "{event}", "Events that arrived more than once and were left out.");

    public static readonly Counter<long> DecodeFailures = Meter.CreateCounter<long>("nanoevents.decode_failures", "{message}", "Messages that were not a batch.");

    public static readonly Counter<long> Batches = Meter.CreateCounter<long>("nanoevents.batches", "{batch}", "Batches of events that came.");

    public static readonly Histogram<double> Latency = Meter.CreateHistogram(
        "nanoevents.latency", "s", "From the event at the device to its handling, where the device's clock is synchronized.", null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600] });

    private static string? Version => typeof(Telemetry).Assembly.GetName().Version?.ToString(3);
}
