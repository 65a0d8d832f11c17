using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using NanoEvents.Bridge;
using StackExchange.Redis;

namespace NanoEvents.Redis;

/// <summary>Events as the entries of a stream.</summary>
internal static class Records
{
    /// <summary>The event as JSON: what <c>nanoevents watch --json</c> prints.</summary>
    public static byte[] Write(in NanoEvent e)
    {
        using var bytes = new MemoryStream(256);
        using (var json = new Utf8JsonWriter(bytes))
        {
            EventJson.Write(json, e);
        }

        return bytes.ToArray();
    }

    /// <summary>Entries as lists of events. What is no event stands alone.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="after">What has been handled.</param>
    /// <param name="acknowledge">Acknowledges entries; null if nobody waits for that.</param>
    public static IReadOnlyList<EventBatch> ToBatches(StreamEntry[] entries, AfterCheckpoints after, Func<RedisValue[], ValueTask>? acknowledge)
    {
        List<EventBatch> batches = [];
        List<NanoEvent> events = [];
        List<RedisValue> ids = [];
        foreach (StreamEntry entry in entries)
        {
            if (TryRead(entry, out NanoEvent e, out UndecodedMessage? why))
            {
                ids.Add(entry.Id);
                if (!after.Hides(e))
                {
                    events.Add(e);
                }

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
        string problem = "the entry has no field \"event\"";
        if (!value.IsNull)
        {
            try
            {
                using JsonDocument json = JsonDocument.Parse((byte[])value!);
                e = new EventJsonReader(json.RootElement).Read();
                why = null;
                return true;
            }
            catch (Exception bad) when (bad is JsonException or InvalidOperationException)
            {
                problem = bad.Message;
            }
        }

        e = default;
        why = new UndecodedMessage(entry.Id!, problem, value.IsNull ? ReadOnlyMemory<byte>.Empty : (byte[])value!);
        return false;
    }
}
