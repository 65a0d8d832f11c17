namespace NanoEvents.Faults.Tests;

/// <summary>
/// What was told under an id that several boots have. A number is held for that of another boot if it has been told as lost under this id, if the id's boot has
/// been told to be over from there on, or if a run before has handled it, whose checkpoint names the id: that run's events are not remembered.
/// </summary>
internal sealed class RepeatedId
{
    private readonly HashSet<uint> _lost = [];
    private readonly HashSet<uint> _before = [];
    private uint? _overFrom;

    /// <summary>Whether the checkpoint names this id, and no later boot with it is known.</summary>
    public bool IsResumed { get; set; }

    public bool Hides(uint n) => _lost.Contains(n) || (IsResumed && _before.Contains(n)) || (_overFrom is { } from && unchecked((int)(n - from)) >= 0);

    public void RunEnded(IEnumerable<uint> delivered) => _before.UnionWith(delivered);

    public void Lost(uint from, uint end)
    {
        for (uint n = from; n != end; n++)
        {
            _lost.Add(n);
        }
    }

    /// <summary>The boot is said to be over. What comes of a later one is known apart from it from now on.</summary>
    public void Over(uint from, IEnumerable<uint> came)
    {
        _lost.UnionWith([.. came.Where(Hides)]);
        IsResumed = false;
        _overFrom = from;
    }

    /// <summary>Something comes out.</summary>
    public void GoesOn(IEnumerable<uint> came)
    {
        if (_overFrom != null)
        {
            _lost.UnionWith([.. came.Where(Hides)]);
            _overFrom = null;
        }
    }
}
