using System.Text.Json.Serialization;

namespace NanoEvents.Dashboard;

/// <summary>The present. Times are milliseconds since 1970.</summary>
internal sealed record NowView(
    long Now, double Speed, string Title, long? First, BrokerView Broker, IReadOnlyList<DeviceView> Devices);

/// <summary>The broker.</summary>
internal sealed record BrokerView(string Address, bool Connected, long? AwaySince, string? Problem, IReadOnlyList<string> Warnings);

/// <summary>A device as it is now.</summary>
internal sealed record DeviceView(
    string Device, string Presence, long? LastSeen, string? Status, string? Firmware, int? Boot, uint Waiting, IReadOnlyList<int> Clash, IReadOnlyList<SourceView> Sources);

/// <summary>A value or a state of a source. "Key" is its name in queries of series.</summary>
internal sealed record SourceView(string Key, string Kind, int Number, string? Name)
{
    public double? Value { get; init; }

    public string? Unit { get; init; }

    public int? Decimals { get; init; }

    public bool? On { get; init; }

    public string? Word { get; init; }

    public long? Time { get; init; }

    public string Clock { get; init; } = "unknown";

    public string? Fault { get; init; }
}

/// <summary>A source that the history has.</summary>
internal sealed record PastSourceView(string Device, string Key, string Kind, int Number, string? Name, string? Unit, int? Decimals, string? On, string? Off, long First, long Last);

/// <summary>
/// A series. Without a step a point is [time, value, clock]; with a step it is [time, minimum, maximum, mean, count], and for states
/// [time, part of the step in which it was on, how often it went on, milliseconds on].
/// </summary>
internal sealed record SeriesView(long Step, bool IsState, IReadOnlyList<double[]> Points);

/// <summary>Events that are lost.</summary>
internal sealed record LossView(string Device, int Boot, uint From, long? Count, string Cause, long? After, long? Before);

/// <summary>A time in which a device was not connected.</summary>
internal sealed record OutageView(string Device, long From, long? To, long Kept);

/// <summary>How everything is.</summary>
internal sealed record HealthView(BrokerView Broker, ReaderView Reader, IReadOnlyList<DeviceHealthView> Devices);

/// <summary>The reader and its file.</summary>
internal sealed record ReaderView(
    string State, string? Problem, long Written, long Repeated, long Retries, double OldestSeconds, long Messages, long Batches, long Bytes, long OtherBytes, long Duplicates,
    long Late, long DecodeFailures, long Ignored, long Dead, string File, long FileBytes, int Pages);

/// <summary>A device's balance, and what it says of itself.</summary>
internal sealed record DeviceHealthView(
    string Device, string Presence, long? LastSeen, long Raised, long Delivered, IReadOnlyDictionary<string, long> Lost, long Boots, string? Firmware, double? ClockErrorSeconds,
    uint Waiting, string? Status, long Bytes, long BytesSince, IReadOnlyDictionary<string, long> Counters);

/// <summary>Why a request has no answer.</summary>
internal sealed record ErrorView(string Error);

/// <summary>All answers as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NowView))]
[JsonSerializable(typeof(IReadOnlyList<PastSourceView>))]
[JsonSerializable(typeof(SeriesView))]
[JsonSerializable(typeof(IReadOnlyList<LossView>))]
[JsonSerializable(typeof(IReadOnlyList<OutageView>))]
[JsonSerializable(typeof(IReadOnlyList<NanoEvent>))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(ErrorView))]
internal sealed partial class ViewJson : JsonSerializerContext;
