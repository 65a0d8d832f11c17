using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>The names of the sources of one boot, from its names or from a state of older firmware. It does not change, and takes memory only for names that there are.</summary>
internal sealed class SourceNames
{
    private readonly string?[] _thermometers;
    private readonly string?[] _motionSensors;

    public SourceNames(in Batch from)
    {
        _thermometers = Of(from, SourceType.Thermometer);
        _motionSensors = Of(from, SourceType.MotionSensor);
    }

    /// <summary>Each source with a name.</summary>
    public IEnumerable<(SourceType Type, int Source, string Name)> All =>
        Enumerate(SourceType.Thermometer, _thermometers).Concat(Enumerate(SourceType.MotionSensor, _motionSensors));

    public string? Of(EventKind kind, int source) => NanoEvent.TypeOf(kind) switch
    {
        SourceType.Thermometer => source < _thermometers.Length ? _thermometers[source] : null,
        SourceType.MotionSensor => source < _motionSensors.Length ? _motionSensors[source] : null,
        _ => null,
    };

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
