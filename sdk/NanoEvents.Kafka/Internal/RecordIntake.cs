using Confluent.Kafka;
using NanoEvents.Bridge;

namespace NanoEvents.Kafka;

/// <summary>Makes events of records: reads them, leaves out what was there before, reports what is missing, and keeps the filter.</summary>
internal sealed class RecordIntake(EventFilter filter, IReadOnlyCollection<Checkpoint> after, ReaderCounts counts, KafkaConcerns concerns)
{
    private readonly Dictionary<string, Checkpoint> _after = after.ToDictionary(c => c.Device, StringComparer.Ordinal);
    private readonly List<NanoEvent> _output = [];

    public void Take(ConsumeResult<byte[], byte[]> record, Place place, Chunk chunk)
    {
        bool isNew = record.Offset.Value >= place.GiveFrom;
        _output.Clear();
        byte[]? value = record.Message.Value;
        if (!RecordJson.TryRead(value, out NanoEvent e, out string problem))
        {
            CountBad(record, problem, isNew);
        }
        else if (filter.Device is null || e.Device == filter.Device)
        {
            place.Of(e.Device, counts.Events).Take(e, isNew ? _output : null);
            counts.States?.Take(e, new DateTimeOffset(record.Message.Timestamp.UtcDateTime));
        }

        if (isNew)
        {
            counts.Record(value?.Length ?? 0);
            _output.RemoveAll(o => !filter.Accepts(o) || IsHandled(o));
            chunk.Add(place, record.Offset.Value, _output);
        }
    }

    private void CountBad(ConsumeResult<byte[], byte[]> record, string problem, bool isNew)
    {
        if (isNew)
        {
            counts.Bad();
            concerns.Ignored($"record {record.Offset.Value} of partition {record.Partition.Value}: {problem}");
        }
    }

    private bool IsHandled(in NanoEvent e) =>
        _after.TryGetValue(e.Device, out Checkpoint checkpoint) && checkpoint.BootId == e.BootId
        && e is not { Kind: EventKind.Lost, Count: null }
        && SequenceMath.Distance(checkpoint.Sequence, e.Checkpoint.Sequence) <= 0;
}
