using System.Globalization;

namespace NanoEvents.HomeAssistant;

/// <summary>The entities of a device, and what they show at one moment. A pure class.</summary>
/// <param name="state">The device's state.</param>
/// <param name="answers">Whether it is connected and sends its states.</param>
/// <param name="now">The time.</param>
/// <param name="maxAge">The greatest age of a reading that counts as the present.</param>
internal sealed class DeviceView(DeviceState state, bool answers, DateTimeOffset now, TimeSpan maxAge)
{
    private const string Sensor = "sensor";
    private const string BinarySensor = "binary_sensor";

    // Names come from the network, and have 24 bytes if they come from our firmware.
    private const int LongestName = 64;

    private readonly TimeSpan _maxAge = maxAge > state.LongestSilence ? maxAge : state.LongestSilence;

    /// <summary>All of them, each once.</summary>
    public IReadOnlyList<Entity> Entities => [.. state.Sources.SelectMany(OfSource).Concat(OfDevice()).DistinctBy(entity => entity.Key)];

    private IEnumerable<Entity> OfSource(SourceState source)
    {
        bool isMeasuring = source.Type == SourceType.Thermometer || source.Readings.Count > 0;
        foreach (Measurement measurement in Measurements(source))
        {
            yield return Measured(source, measurement);
        }

        if (source.Type == SourceType.MotionSensor)
        {
            yield return Flag(source, "motion", source.Moving) with { DeviceClass = "motion" };
        }
        else if (source.Condition is { } condition)
        {
            Entity entity = Flag(source, condition.Name, source.On);
            yield return entity with { Present = entity.Present with { Word = source.On is { } on && entity.Present.IsAvailable ? condition.Word(on) : null } };
        }

        if (isMeasuring || source.Fault is not null)
        {
            yield return Problem(source);
        }
    }

    // A thermometer that was not read yet, or never answers, is one all the same.
    private static IEnumerable<Measurement> Measurements(SourceState source)
    {
        IEnumerable<Measurement> read = source.Readings.Select(reading => reading.Measurement);
        return source.Type == SourceType.Thermometer ? read.Prepend(Measurement.Temperature).Distinct() : read;
    }

    private Entity Measured(SourceState source, Measurement measurement)
    {
        Reading? reading = source.Find(measurement);
        bool isPresent = IsPresent(source, reading is not null, reading?.Time);
        string value = isPresent && reading is not null
            ? reading.Value.ToString("F" + measurement.Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : Present.Nothing;
        return new Entity(new EntityKey(Sensor, Id(measurement.Name, source)), NameOf(source, measurement.Name), Of(source, isPresent, value, reading?.Time, reading?.Clock))
        {
            Unit = measurement.Unit,
            DeviceClass = measurement == Measurement.Temperature ? "temperature"
                : measurement == Measurement.Humidity ? "humidity"
                : measurement == Measurement.Pressure ? "atmospheric_pressure"
                : null,
        };
    }

    private Entity Flag(SourceState source, string kind, bool? flag)
    {
        bool isPresent = IsPresent(source, flag is not null, source.Time);
        string value = isPresent ? Present.Flag(flag) : Present.Nothing;
        return new Entity(new EntityKey(BinarySensor, Id(kind, source)), NameOf(source, kind), Of(source, isPresent, value, source.Time, source.Clock));
    }

    private Entity Problem(SourceState source)
    {
        // After a restart a source can be at fault before its kind is known by name: the number stays.
        string number = $"kind-{(int)source.Type}";
        string id = source.Type == SourceType.Thermometer ? Measurement.Temperature.Name : source.Type == SourceType.MotionSensor ? "motion" : number;
        string kind = source.Condition?.Name ?? (source.Readings.Count > 0 ? source.Readings[0].Measurement.Name : id);
        string value = answers ? Present.Flag(source.Fault is not null) : Present.Nothing;
        return new Entity(new EntityKey(BinarySensor, Id(id, source) + "_problem"), NameOf(source, kind) + " problem", new Present(answers, value) { Fault = source.Fault })
        {
            DeviceClass = "problem",
            IsDiagnostic = true,
        };
    }

    private IEnumerable<Entity> OfDevice()
    {
        yield return new Entity(new EntityKey(BinarySensor, "connectivity"), "Connectivity", new Present(true, Present.Flag(answers)))
        {
            DeviceClass = "connectivity",
            IsDiagnostic = true,
            OutlivesDevice = true,
        };
        yield return new Entity(new EntityKey(Sensor, "last_seen"), "Last seen", new Present(true, state.LastSeen is { } seen ? $"\"{Text(seen)}\"" : Present.Nothing) { IsClock = true })
        {
            DeviceClass = "timestamp",
            IsDiagnostic = true,
            OutlivesDevice = true,
        };
    }

    // A reading without a time is from a retained message of a device without a clock: how old it is, is not known.
    private bool IsPresent(SourceState source, bool isRead, DateTimeOffset? time) =>
        answers && source.Fault is null && (!isRead || (time is { } read && now - read <= _maxAge));

    private static Present Of(SourceState source, bool isPresent, string value, DateTimeOffset? time, ClockQuality? clock) => new(isPresent, value, isPresent ? time : null)
    {
        Clock = isPresent ? clock ?? ClockQuality.Unknown : ClockQuality.Unknown,
        Fault = source.Fault,
    };

    private static string Id(string kind, SourceState source) => string.Create(CultureInfo.InvariantCulture, $"{kind}_{source.Source}");

    // Without a name the first source has none, and the others have their number: it stays when one is added.
    private static string NameOf(SourceState source, string kind) =>
        source.Name is { Length: > 0 } name ? $"{Clip(name)} {kind}"
        : string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(kind[0])}{kind[1..]}{(source.Source == 0 ? "" : $" {source.Source}")}");

    private static string Clip(string name) => name.Length <= LongestName ? name : name[..(char.IsHighSurrogate(name[LongestName - 1]) ? LongestName - 1 : LongestName)];

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
