namespace NanoEvents.Firmware.Tests.Support;

/// <summary>What will happen, in the order of time.</summary>
internal sealed class Schedule
{
    private readonly PriorityQueue<Action, (long AtMs, int Order)> _queue = new();
    private int _order;

    public long NextMs => _queue.TryPeek(out _, out (long AtMs, int) next) ? next.AtMs : long.MaxValue;

    public void At(long atMs, Action action) => _queue.Enqueue(action, (atMs, _order++));

    public void RunUntil(long nowMs)
    {
        while (NextMs <= nowMs)
        {
            _queue.Dequeue()();
        }
    }
}
