using System.Collections.Concurrent;

namespace NanoEvents;

/// <summary>Gauges of what the sources of a client's devices show at present. A source that is at fault, or whose device does not answer, has none.</summary>
/// <param name="devices">The states of the devices.</param>
/// <param name="most">The most sources.</param>
/// <param name="time">The clock.</param>
internal sealed class PresentGauges(Func<IReadOnlyList<DeviceState>> devices, int most, TimeProvider time)
{
    private static readonly ConcurrentDictionary<PresentGauges, bool> _running = new();

    static PresentGauges()
    {
        Gauge("nanoevents.temperature", "Cel", "The temperature at present.", source => source.Celsius);
        Gauge("nanoevents.humidity", "%", "The relative humidity at present.", source => source.Find(Measurement.Humidity)?.Value);
        Gauge("nanoevents.pressure", "hPa", "The air pressure at present.", source => source.Find(Measurement.Pressure)?.Value);
        Gauge("nanoevents.moving", "1", "1 while a motion sensor sees motion, otherwise 0.", source => Number(source.Moving));
        Gauge("nanoevents.on", "1", "1 while a state of your own is on, otherwise 0.", source => Number(source.On));
        Telemetry.Meter.CreateObservableGauge(
            "nanoevents.value", () => Observe(OwnValues), null, "A measurement of your own at present, in its own unit.");
    }

    /// <summary>The client reads: its devices are observed.</summary>
    public void Begin() => _running[this] = true;

    public void End() => _running.TryRemove(this, out _);

    private static void Gauge(string name, string unit, string description, Func<SourceState, double?> read) =>
        Telemetry.Meter.CreateObservableGauge(name, () => Observe((device, source) => Of(device, source, read(source))), unit, description);

    private static IEnumerable<System.Diagnostics.Metrics.Measurement<double>> Observe(Func<DeviceState, SourceState, IEnumerable<System.Diagnostics.Metrics.Measurement<double>>> read) =>
        _running.Keys.SelectMany(gauges => gauges.Sources()).SelectMany(s => read(s.Device, s.Source));

    private static IEnumerable<System.Diagnostics.Metrics.Measurement<double>> Of(DeviceState device, SourceState source, double? value)
    {
        if (value is { } known)
        {
            yield return new System.Diagnostics.Metrics.Measurement<double>(known, Tags(device, source));
        }
    }

    private static IEnumerable<System.Diagnostics.Metrics.Measurement<double>> OwnValues(DeviceState device, SourceState source)
    {
        foreach (Reading reading in source.Readings.Where(r => NanoEvent.IsPrivate(r.Measurement.Kind)))
        {
            yield return new System.Diagnostics.Metrics.Measurement<double>(
                reading.Value, [.. Tags(device, source), new(Telemetry.Kind, reading.Measurement.Name), new("nanoevents.unit", reading.Measurement.Unit)]);
        }
    }

    private static KeyValuePair<string, object?>[] Tags(DeviceState device, SourceState source) =>
        [new(Telemetry.Device, device.Device), new("nanoevents.source", source.Source), new("nanoevents.name", source.Name ?? "")];

    private static double? Number(bool? flag) => flag is { } known ? (known ? 1 : 0) : null;

    private IEnumerable<(DeviceState Device, SourceState Source)> Sources()
    {
        DateTimeOffset now = time.GetUtcNow();
        return devices().Where(device => Answers(device, now)).SelectMany(device => device.Sources.Select(source => (device, source)))
            .Take(most).Where(s => s.source.Fault is null);
    }

    private static bool Answers(DeviceState device, DateTimeOffset now) =>
        device.Online != false && (device.LastSeen is not { } seen || now - seen <= device.LongestSilence);
}
