using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>The names of the sources of one boot, from a state. It does not change.</summary>
internal sealed class SourceNames
{
    private const int Types = 2;
    private readonly string?[] _names = new string?[Types * BatchFormat.MaxSources];

    public SourceNames(in Batch state)
    {
        foreach (BatchName name in state.Names)
        {
            if ((int)name.Type < Types)
            {
                _names[Place(name.Type, name.Source)] = name.ToString();
            }
        }
    }

    public string? Of(EventKind kind, int source) => NanoEvent.TypeOf(kind) is { } type ? _names[Place(type, source)] : null;

    public string? At(int place) => _names[place];

    private static int Place(SourceType type, int source) => ((int)type * BatchFormat.MaxSources) + source;
}
