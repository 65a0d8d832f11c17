using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// The names of the sources of one boot and its private kinds, from its names, or from a state of older firmware. It does not change, and takes memory
/// only for what there is.
/// </summary>
internal sealed class SourceNames
{
    private readonly string?[] _thermometers;
    private readonly string?[] _motionSensors;
    private readonly Dictionary<(SourceType Type, int Source), string>? _private;

    public SourceNames(in Batch from)
    {
        _thermometers = Of(from, SourceType.Thermometer);
        _motionSensors = Of(from, SourceType.MotionSensor);
        foreach (BatchName name in from.Names)
        {
            if (NanoEvent.IsPrivate((EventKind)name.Type))
            {
                (_private ??= [])[(name.Type, name.Source)] = name.ToString();
            }
        }

        Kinds = from.HasKinds ? KindsOf(from) : null;
    }

    /// <summary>The private kinds that the device has declared; null if it has none.</summary>
    public EventKinds? Kinds { get; }

    /// <summary>Each source with a name.</summary>
    public IEnumerable<(SourceType Type, int Source, string Name)> All =>
        Enumerate(SourceType.Thermometer, _thermometers).Concat(Enumerate(SourceType.MotionSensor, _motionSensors))
            .Concat((_private ?? []).Select(named => (named.Key.Type, named.Key.Source, named.Value)));

    /// <summary>The name of a source, by the number of the kind that its events are about.</summary>
    public string? Of(int about, int source) => NanoEvent.TypeOf((EventKind)about) switch
    {
        SourceType.Thermometer => source < _thermometers.Length ? _thermometers[source] : null,
        SourceType.MotionSensor => source < _motionSensors.Length ? _motionSensors[source] : null,
        { } type => _private?.GetValueOrDefault((type, source)),
        _ => null,
    };

    /// <summary>The private kinds that a device declares: of two with one number or name, the first.</summary>
    public static EventKinds KindsOf(in Batch from)
    {
        var kinds = new EventKinds();
        foreach (object kind in from.Kinds)
        {
            kinds.TryAdd(kind);
        }

        return kinds;
    }

    private static string?[] Of(in Batch from, SourceType type)
    {
        string?[] names = [];
        foreach (BatchName name in from.Names)
        {
            if (name.Type == type)
            {
                if (name.Source >= names.Length)
                {
                    Array.Resize(ref names, name.Source + 1);
                }

                names[name.Source] = name.ToString();
            }
        }

        return names;
    }

    private static IEnumerable<(SourceType Type, int Source, string Name)> Enumerate(SourceType type, string?[] names)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i] is { } name)
            {
                yield return (type, i, name);
            }
        }
    }
}
