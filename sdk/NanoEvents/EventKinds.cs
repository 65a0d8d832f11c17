using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// The private kinds that a reader knows: measurements and states of your own. A device declares its own kinds with its names, and this
/// declaration counts. The list is for batches that are decoded alone, and for the time before the names of a device come.
/// </summary>
/// <example>
/// <code>
/// options.Kinds.Add(Measurement.Private(128, "co2", "ppm"));
/// options.Kinds.Add(Condition.Private(192, "contact", on: "open", off: "closed"));
/// </code>
/// </example>
public sealed class EventKinds
{
    private readonly SortedDictionary<int, object> _byNumber = [];

    /// <summary>The measurements, in the order of their numbers.</summary>
    public IEnumerable<Measurement> Measurements => _byNumber.Values.OfType<Measurement>();

    /// <summary>The states, in the order of their numbers.</summary>
    public IEnumerable<Condition> Conditions => _byNumber.Values.OfType<Condition>();

    /// <summary>Adds a measurement that <see cref="Measurement.Private"/> declares.</summary>
    /// <param name="measurement">The measurement.</param>
    /// <exception cref="ArgumentException">Its number or its name is taken, or it is official: those are known anyway.</exception>
    public void Add(Measurement measurement)
    {
        ArgumentNullException.ThrowIfNull(measurement);
        Add((int)measurement.Kind, measurement.Name, measurement);
    }

    /// <summary>Adds a state that <see cref="Condition.Private"/> declares.</summary>
    /// <param name="condition">The state.</param>
    /// <exception cref="ArgumentException">Its number or its name is taken.</exception>
    public void Add(Condition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        Add((int)condition.Kind, condition.Name, condition);
    }

    /// <summary>The measurement or the state with a number of the format; null if there is none.</summary>
    internal object? Find(int number) => _byNumber.GetValueOrDefault(number);

    /// <summary>Adds one that <see cref="KindWords"/> accepts, unless its number or name is taken.</summary>
    internal bool TryAdd(object kind)
    {
        int number = kind is Measurement measurement ? (int)measurement.Kind : (int)((Condition)kind).Kind;
        bool isFree = !_byNumber.ContainsKey(number) && !_byNumber.Values.Any(k => k.ToString() == kind.ToString());
        if (isFree)
        {
            _byNumber.Add(number, kind);
        }

        return isFree;
    }

    /// <summary>A copy that later changes do not reach.</summary>
    internal EventKinds Copy()
    {
        var copy = new EventKinds();
        foreach ((int number, object kind) in _byNumber)
        {
            copy._byNumber.Add(number, kind);
        }

        return copy;
    }

    private void Add(int number, string name, object kind)
    {
        if (number < BatchFormat.FirstPrivateMeasurement)
        {
            throw new ArgumentException($"{name} is official, and known without being added");
        }

        if (!TryAdd(kind))
        {
            throw new ArgumentException($"{name}, number {number}: the number or the name is taken");
        }
    }
}
