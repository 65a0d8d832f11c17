using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Demo;

/// <summary>
/// Compares the events that a program has handled with those that the device has raised: each number once or in exactly one loss, in order, boot
/// after boot, and each loss for a reason that the script gave.
/// </summary>
/// <param name="mayLoseInTransit">Whether the script makes a broker lose acknowledged events.</param>
internal sealed class Balance(bool mayLoseInTransit)
{
    private readonly Lock _lock = new();
    private readonly List<Run> _runs = [];
    private int _current = -1;
    private bool _isOver;
    private string? _broken;

    /// <summary>A device starts.</summary>
    public void Begin(int boot)
    {
        lock (_lock)
        {
            _runs.Add(new Run(boot));
        }
    }

    /// <summary>Sets how many events the last started device has raised, and how many its full ring has dropped.</summary>
    public void Raised(uint raised, uint dropped)
    {
        lock (_lock)
        {
            (_runs[^1].Raised, _runs[^1].Dropped) = (raised, dropped);
        }
    }

    /// <summary>An event has been handled.</summary>
    public void Handle(in NanoEvent e)
    {
        lock (_lock)
        {
            if (_current < 0 || _runs[_current].Boot != e.BootId)
            {
                Begin(e);
            }

            if (_current >= 0)
            {
                Take(_runs[_current], e);
            }
        }
    }

    /// <summary>Whether every raised event has arrived or is known to be lost.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_lock)
            {
                return TotalRaised == Delivered + Lost.Total;
            }
        }
    }

    /// <summary>Raised in all.</summary>
    public long TotalRaised => Sum(run => run.Raised);

    /// <summary>Handled in all.</summary>
    public long Delivered => Sum(run => run.Delivered);

    /// <summary>Lost in all. The rest of an ended boot was lost with the power.</summary>
    public LossCounts Lost
    {
        get
        {
            lock (_lock)
            {
                return new LossCounts(
                    Sum(run => run.Overflow), Sum(run => run.Transit), _runs.Take(Math.Max(_current, 0)).Sum(run => run.Raised + 1L - run.Next));
            }
        }
    }

    /// <summary>The problem at the end; null if everything is accounted for.</summary>
    public string? FindProblem()
    {
        lock (_lock)
        {
            return _broken
                ?? (_runs.Find(run => run.Overflow > run.Dropped) is { } over ? $"boot {over.Boot}: {over.Overflow} are said to be dropped by the ring, which dropped {over.Dropped}" : null)
                ?? (TotalRaised > 0 && Delivered == 0 ? $"{TotalRaised} were raised, and nothing has been delivered" : null)
                ?? (IsComplete ? null : Missing());
        }
    }

    private long Sum(Func<Run, long> count)
    {
        lock (_lock)
        {
            return _runs.Sum(count);
        }
    }

    // A boot of which nothing has come is not lost: whoever reads has not been told.
    private string Missing()
    {
        Run last = _runs[^1];
        return $"boot {last.Boot}: {last.Raised} were raised, and {(_current < _runs.Count - 1 ? "nothing of it has come" : $"{last.Next - 1} are accounted for")}";
    }

    private void Begin(in NanoEvent e)
    {
        int boot = e.BootId;
        int found = _runs.FindIndex(run => run.Boot == boot);
        if (found <= _current)
        {
            _broken ??= $"{e}: its boot {boot} {(found < 0 ? "never was" : "comes after a newer one")}";
            return;
        }

        if (_current >= 0 && !_isOver)
        {
            _broken ??= $"{e}: boot {boot} begins before the loss that ends the one before";
        }

        bool isFirst = _current < 0;
        (_current, _isOver) = (found, false);
        if (isFirst && mayLoseInTransit && e.Kind != EventKind.Boot)
        {
            // A reader cannot know what a broker has lost before the first message of a device, whichever boot that is of.
            uint first = e.Sequence ?? e.From!.Value;
            _runs[found].Transit += first - 1;
            _runs[found].Next = first;
        }
    }

    private void Take(Run run, in NanoEvent e)
    {
        if (e.Kind == EventKind.Boot)
        {
            Require(run.Next == 1, e, "a start that comes late");
            return;
        }

        // A loss by restart has no checkpoint: a restarted reader may get it again.
        bool isRestart = e.Kind == EventKind.Lost && e.LossCause == LossCause.Restart;
        Require(!_isOver || isRestart, e, "comes out of a boot that is over");
        Require((e.Sequence ?? e.From) == run.Next, e, $"number {run.Next} should be next");
        if (isRestart)
        {
            Require(_runs[^1] != run, e, "the boot is running");
            _isOver = true;
        }
        else if (e.Kind == EventKind.Lost)
        {
            Lose(run, e, (uint)(e.Count ?? 0));
        }
        else
        {
            run.Delivered++;
            run.Next++;
        }
    }

    private void Lose(Run run, in NanoEvent e, uint count)
    {
        bool isTransit = e.LossCause == LossCause.Transit;
        Require(!isTransit || mayLoseInTransit, e, "no broker has lost anything");
        run.Transit += isTransit ? count : 0;
        run.Overflow += isTransit ? 0 : count;
        run.Next += count;
    }

    private void Require(bool condition, in NanoEvent e, string otherwise) => _broken ??= condition ? null : $"{e} (boot {e.BootId}): {otherwise}";

    private sealed class Run(int boot)
    {
        public int Boot => boot;

        public uint Raised { get; set; }

        public uint Dropped { get; set; }

        public uint Next { get; set; } = 1;

        public long Delivered { get; set; }

        public long Overflow { get; set; }

        public long Transit { get; set; }
    }
}
