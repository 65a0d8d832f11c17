namespace NanoEvents;

/// <summary>
/// What the timelines of a reader give out: events, and acknowledgements that are due, in one order. With it their shared counters.
/// </summary>
internal sealed class TimelineOutput(TimelineCounts counts)
{
    // More batches than these become available at once only after a hole.
    private const int MostSpare = 8;

    private readonly Queue<Ready> _ready = new();
    private readonly Stack<EventRun> _spare = new();
    private EventRun? _run;

    /// <summary>Gets notices for people.</summary>
    public Action<Notice>? Noticed { get; set; }

    public TimelineCounts Counts { get; } = counts;

    /// <summary>Guards what the devices show at present, which any thread may read.</summary>
    public Lock Present { get; } = new();

    /// <summary>The private kinds that the reader was given; null for none.</summary>
    public EventKinds? Kinds { get; init; }

    /// <summary>Whether an acknowledgement is due before the next event.</summary>
    public bool IsDue => _run is null && _ready.TryPeek(out Ready next) && next.Due is not null;

    /// <summary>How many events of one batch are next.</summary>
    public int Waiting => _run?.Left ?? 0;

    /// <summary>Gives out an event that no batch has as an event: a start, a loss.</summary>
    public void Add(in NanoEvent e) => _ready.Enqueue(new Ready { Single = e });

    /// <summary>Gives out events of a batch.</summary>
    public void Add(EventRun run) => _ready.Enqueue(new Ready { Run = run });

    /// <summary>A run to fill and to add.</summary>
    public EventRun NewRun() => _spare.TryPop(out EventRun? run) ? run : new EventRun();

    /// <summary>Nothing of a message is open any more: its acknowledgement is due after what has been added.</summary>
    /// <param name="message">The message.</param>
    /// <param name="undecoded">The message itself, if its events could not be given out.</param>
    public void Due(Delivery message, UndecodedMessage? undecoded = null) => _ready.Enqueue(new Ready { Due = message, Undecoded = undecoded });

    /// <summary>Takes the next event. False if there is none, or if an acknowledgement <see cref="IsDue"/> before it.</summary>
    public bool TryTake(out NanoEvent e)
    {
        while (true)
        {
            if (_run is { } run)
            {
                if (run.TryTake(out e))
                {
                    return true;
                }

                EndRun(run);
            }

            if (!_ready.TryPeek(out Ready next) || next.Due is not null)
            {
                e = default;
                return false;
            }

            _ready.Dequeue();
            _run = next.Run;
            if (_run is null)
            {
                e = next.Single;
                return true;
            }
        }
    }

    /// <summary>Takes over the acknowledgement that is due, if one is.</summary>
    public bool TryTakeDue(out Ready due)
    {
        due = default;
        return IsDue && _ready.TryDequeue(out due);
    }

    private void EndRun(EventRun run)
    {
        _run = null;
        if (_spare.Count < MostSpare)
        {
            _spare.Push(run);
        }
    }
}

/// <summary>
/// The output of a timeline: events of a batch, an event alone, or a message of which all events have been given out, so that its acknowledgement is due.
/// </summary>
internal readonly record struct Ready
{
    public EventRun? Run { get; init; }

    public NanoEvent Single { get; init; }

    public Delivery? Due { get; init; }

    /// <summary>The message, if its events could not be given out.</summary>
    public UndecodedMessage? Undecoded { get; init; }
}
