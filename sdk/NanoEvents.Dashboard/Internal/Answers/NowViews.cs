namespace NanoEvents.Dashboard;

/// <summary>Makes the views of devices as they are now.</summary>
internal static class NowViews
{
    public static long? Ms(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    public static string Word(Enum value) => value.ToString().ToLowerInvariant();

    public static DeviceView Of(DeviceState device, DevicePresence presence) => new(
        device.Device, Word(presence), Ms(device.LastSeen), device.Status, device.Firmware, device.BootId, device.Waiting, device.ClashingBoots,
        [.. device.Sources.SelectMany(Views)]);

    // One view for each reading; and one for a source that has nothing but a name or a fault, so that it is seen.
    private static IEnumerable<SourceView> Views(SourceState source)
    {
        foreach (Reading reading in source.Readings)
        {
            Measurement measurement = reading.Measurement;
            yield return new SourceView($"{measurement.Name}/{source.Source}", measurement.Name, source.Source, source.Name)
            {
                Value = reading.Value,
                Unit = measurement.Unit,
                Decimals = DecimalsOf(measurement),
                Time = Ms(reading.Time),
                Clock = Word(reading.Clock),
                Fault = source.Fault,
            };
        }

        if (source.Moving is not null || source.On is not null || source.Readings.Count == 0)
        {
            string kind = KindOf(source);
            yield return new SourceView($"{kind}/{source.Source}", kind, source.Source, source.Name)
            {
                On = source.Moving ?? source.On,
                Word = source.On is { } on ? source.Condition?.Word(on) : null,
                Unit = source.Type == SourceType.Thermometer ? Measurement.Temperature.Unit : null,
                Time = Ms(source.Time),
                Clock = Word(source.Clock),
                Fault = source.Fault,
            };
        }
    }

    public static int DecimalsOf(Measurement measurement) => measurement.Resolution switch { >= 1 => 0, >= 0.1 => 1, >= 0.01 => 2, _ => 3 };

    private static string KindOf(SourceState source) => source.Condition?.Name ?? source.Type switch
    {
        SourceType.Thermometer => Measurement.Temperature.Name,
        SourceType.MotionSensor => "motion",
        _ => "unknown",
    };
}
