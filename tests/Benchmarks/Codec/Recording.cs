using NanoEvents.Simulator;

namespace NanoEvents.Benchmarks.Codec;

/// <summary>The events that the firmware raises for a trace: temperatures and motions, numbered from 1.</summary>
internal sealed record Recording(string Name, RecordedEvent[] Events)
{
    /// <summary>The events of a file; of the usual data beside the repository, or of the built-in day, where none is named.</summary>
    public static Recording Load(string? trace)
    {
        trace ??= Ancestors(Environment.CurrentDirectory).Select(d => Path.Combine(d, "shared/data/room-occupancy.csv")).FirstOrDefault(File.Exists);
        return trace is null
            ? new Recording("the built-in day", Raised(BuiltInDay.On(new DateOnly(2026, 1, 15))))
            : new Recording(Path.GetFileName(trace), Raised(TraceFile.Open(trace)));
    }

    /// <summary>The events in messages of so many.</summary>
    public RecordedEvent[][] InMessagesOf(int most) => [.. Events.Chunk(most)];

    private static RecordedEvent[] Raised(Trace trace)
    {
        List<NanoEvent> decoded = [];
        foreach (byte[] batch in BatchEncoder.Encode(trace, 64))
        {
            BatchDecoder.TryDecode(batch, decoded, out _);
        }

        return [.. decoded.Where(e => e.Kind is EventKind.Temperature or EventKind.Motion).Select((e, i) => Of(e, (uint)i + 1))];
    }

    private static RecordedEvent Of(in NanoEvent e, uint sequence)
    {
        bool isMotion = e.Kind == EventKind.Motion;
        return new RecordedEvent(e.BootId, sequence, e.Time!.Value.ToUnixTimeMilliseconds(), e.Source!.Value, isMotion, isMotion ? e.Moving == true ? 1 : 0 : e.RawValue);
    }

    private static IEnumerable<string> Ancestors(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }
}
