namespace NanoEvents.Faults.Tests;

/// <summary>What will happen in the world, in the order of time. Its time stands still until it is moved.</summary>
internal sealed class Timetable
{
    private readonly PriorityQueue<Action, (long AtMs, int Order)> _queue = new();
    private int _order;

    /// <summary>Milliseconds since the world began.</summary>
    public long NowMs { get; private set; }

    public long NextMs => _queue.TryPeek(out _, out (long AtMs, int) next) ? next.AtMs : long.MaxValue;

    public void At(long atMs, Action action) => _queue.Enqueue(action, (Math.Max(atMs, NowMs), _order++));

    public void In(long ms, Action action) => At(NowMs + ms, action);

    /// <summary>Moves the time and does what is due.</summary>
    public void MoveTo(long nowMs)
    {
        NowMs = Math.Max(NowMs, nowMs);
        while (NextMs <= NowMs)
        {
            _queue.Dequeue()();
        }
    }
}
