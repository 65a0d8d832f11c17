using Xunit;

namespace NanoEvents.Tests;

/// <summary>A timeline with a clock moved by hand, and its output as short text.</summary>
internal sealed class TimelineRun(Checkpoint? after = null)
{
    public static readonly DateTimeOffset Start = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly DeviceTimeline _timeline = new("hall", TimeSpan.FromSeconds(5), after);

    public DateTimeOffset Now { get; private set; } = Start;

    public DeviceTimeline Timeline => _timeline;

    public TimelineStats Stats => _timeline.Stats;

    public TimelineRun Add(TestBatch batch, bool retained = false) => Add(batch.ToArray(), retained);

    public TimelineRun Add(byte[] batch, bool retained = false)
    {
        Assert.True(_timeline.TryAdd(batch, Now, retained, out BatchError why), why.Message);
        return this;
    }

    /// <summary>A batch comes that may have waited at the broker, until this reader had handled others.</summary>
    public TimelineRun AddHeldBack(TestBatch batch)
    {
        Assert.True(_timeline.TryAdd(batch.ToArray(), new Arrived(Now, Now, Retained: false, MayHaveWaited: true), null, null, out BatchError why), why.Message);
        return this;
    }

    public TimelineRun Wait(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        _timeline.Expire(Now);
        return this;
    }

    public List<NanoEvent> TakeEvents()
    {
        var taken = new List<NanoEvent>();
        while (_timeline.TryTake(out NanoEvent e))
        {
            taken.Add(e);
        }

        return taken;
    }

    /// <summary>Numbers as "1-3", losses as "transit 4+2", starts as "boot".</summary>
    public string Take()
    {
        var words = new List<string>();
        uint first = 0;
        uint? last = null;
        foreach (NanoEvent e in TakeEvents())
        {
            if (last is { } l && e.Sequence == l + 1)
            {
                last++;
                words[^1] = $"{first}-{last}";
                continue;
            }

            first = e.Sequence ?? 0;
            last = e.Sequence;
            words.Add(e.Kind switch
            {
                EventKind.Boot => "boot",
                EventKind.Lost when e.Count is null => $"{e.Cause} {e.From}",
                EventKind.Lost => $"{e.Cause} {e.From}+{e.Count}",
                _ => $"{first}",
            });
        }

        return string.Join(", ", words);
    }
}
