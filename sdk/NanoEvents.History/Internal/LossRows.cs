namespace NanoEvents.History;

/// <summary>The losses, and the times between which each one lies.</summary>
internal sealed class LossRows : IDisposable
{
    private const int MostRemembered = 20_000;

    private readonly Statement _add;
    private readonly Statement _close;

    // The time of the last event of a device, and whether a loss waits for the next one.
    private readonly Dictionary<long, (long? Time, bool IsOpen)> _devices = [];

    public LossRows(Database database)
    {
        _add = database.Prepare("INSERT INTO loss (device, boot, first, count, cause, after) VALUES (@1, @2, @3, @4, @5, @6)");
        _close = database.Prepare("UPDATE loss SET before = @2 WHERE device = @1 AND before IS NULL");
    }

    public void Take(long device, in NanoEvent e)
    {
        (long? time, bool isOpen) = _devices.TryGetValue(device, out var known) ? known : (null, true);
        if (e.Kind == EventKind.Lost)
        {
            _add.Run(device, e.BootId, e.From, e.Count, (int)e.LossCause!.Value, time);
            isOpen = true;
        }
        else if (e.Time is { } now)
        {
            time = Times.Of(now);
            if (isOpen)
            {
                _close.Run(device, time);
            }

            isOpen = false;
        }

        if (_devices.Count >= MostRemembered)
        {
            _devices.Clear();
        }

        _devices[device] = (time, isOpen);
    }

    public void Dispose()
    {
        _add.Dispose();
        _close.Dispose();
    }
}
