namespace NanoEvents.Faults.Tests;

/// <summary>Compares what a program has handled with what was true, of each device by itself: no device may cost another one anything.</summary>
internal sealed class Law
{
    private const int MaxHeld = 8;

    private readonly Dictionary<string, DeviceLaw> _laws = [];
    private readonly Dictionary<string, Truth> _truths = [];
    private int _receiveMaximum = 32;

    /// <summary>Whether an event may not be synchronized and dated after it came.</summary>
    public static bool TimesAreChecked => true;

    /// <summary>Told each event that has been handled.</summary>
    public Action<string>? Tell { get; init; }

    /// <summary>How many numbers were delivered, and how many lost by each cause.</summary>
    public Dictionary<string, long> Counts { get; } = new() { ["delivered"] = 0, ["overflow"] = 0, ["transit"] = 0, ["restart"] = 0, ["stored"] = 0 };

    /// <summary>Whether every number of each device's boot that is running has been accounted for.</summary>
    public bool IsComplete => _laws.Values.All(law => law.IsComplete);

    /// <summary>What is true of a device; null where there is none of that name.</summary>
    public Truth? TruthOf(string device) => _truths.GetValueOrDefault(device);

    /// <summary>From now on there is a device.</summary>
    public void Add(Truth truth)
    {
        _truths.Add(truth.Device, truth);
        _laws.Add(truth.Device, truth.IsDisputed ? new DisputedLaw(truth, Counts) : new OrderedLaw(truth, Counts, HeldByOne));
    }

    public void ReaderStarted(IReadOnlyCollection<Checkpoint> after, int receiveMaximum)
    {
        _receiveMaximum = receiveMaximum;
        foreach ((string device, DeviceLaw law) in _laws)
        {
            law.ReaderStarted(after.Any(c => c.Device == device) ? after.First(c => c.Device == device) : null);
        }
    }

    /// <summary>The program has ended: what it had and had not handled must come again.</summary>
    public void ReaderEnded()
    {
        foreach (Truth truth in _truths.Values)
        {
            truth.ForgetArrivals();
        }
    }

    /// <summary>The SDK has looked at what has come until now.</summary>
    public void Decided(long nowMs)
    {
        foreach (DeviceLaw law in _laws.Values)
        {
            law.DecidedMs = nowMs;
        }
    }

    public void Handle(in NanoEvent e, long nowMs)
    {
        Tell?.Invoke(e.ToString());
        if (!_laws.TryGetValue(e.Device, out DeviceLaw? law))
        {
            throw new LawException($"{e}: there is no such device");
        }

        law.Handle(e, nowMs);
    }

    /// <summary>The SDK says something to people.</summary>
    public void NoticeReceived(Notice notice) => Tell?.Invoke($"notice: {notice}");

    /// <summary>A batch is acknowledged to the broker: everything in it must have been handled.</summary>
    public void CheckAcknowledged(Published published)
    {
        BatchReader.TryRead(published.Payload, out Batch batch, out _);
        if (published.Origin is { } origin)
        {
            _laws[published.Device].CheckAcknowledged(batch, origin);
        }
    }

    /// <summary>Everything is calm and connected for long enough: nothing may be open any more.</summary>
    public void CheckEnd()
    {
        foreach (DeviceLaw law in _laws.Values)
        {
            law.CheckEnd();
        }
    }

    // What a reader may hold is shared by the devices of which something is missing: any of them may be.
    private int HeldByOne() => Math.Min(_receiveMaximum / 2, MaxHeld) / _laws.Count;
}
