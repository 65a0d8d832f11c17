using System.Diagnostics.CodeAnalysis;
using NanoEvents.Bridge;
using StackExchange.Redis;

namespace NanoEvents.Redis;

/// <summary>Events as the entries of a stream.</summary>
internal static class Records
{
    /// <summary>Entries as lists of events. What is no event stands alone.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="take">Adds what an entry's event gives: the event, or nothing, or a loss before it.</param>
    /// <param name="acknowledge">Acknowledges entries; null if nobody waits for that.</param>
    public static IReadOnlyList<EventBatch> ToBatches(StreamEntry[] entries, Action<NanoEvent, List<NanoEvent>> take, Func<RedisValue[], ValueTask>? acknowledge)
    {
        List<EventBatch> batches = [];
        List<NanoEvent> events = [];
        List<RedisValue> ids = [];
        foreach (StreamEntry entry in entries)
        {
            if (TryRead(entry, out NanoEvent e, out UndecodedMessage? why))
            {
                ids.Add(entry.Id);
                take(e, events);
                continue;
            }

            Close();
            ids = [entry.Id];
            Close(why);
        }

        Close();
        return batches;

        void Close(UndecodedMessage? why = null)
        {
            if (ids.Count > 0)
            {
                RedisValue[] handled = [.. ids];
                batches.Add(new EventBatch(events, acknowledge is null ? null : () => acknowledge(handled)) { Undecoded = why });
                (events, ids) = ([], []);
            }
        }
    }

    public static bool TryRead(in StreamEntry entry, out NanoEvent e, [NotNullWhen(false)] out UndecodedMessage? why)
    {
        RedisValue value = entry["event"];
        byte[] json = (byte[]?)value ?? [];
        string problem = "the entry has no field \"event\"";
        e = default;
        bool isEvent = !value.IsNull && RecordJson.TryRead(json, out e, out problem);
        why = isEvent ? null : new UndecodedMessage(entry.Id!, problem, json);
        return isEvent;
    }
}
