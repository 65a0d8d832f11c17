using System.Text.Json;

namespace NanoEvents.Bridge;

/// <summary>
/// The events that the target refuses for good. When they come again they go to the dead letters, and a loss takes their place. They come again until the
/// list in which they came is delivered: others in it may be refused, too.
/// </summary>
internal sealed class Refusals
{
    private readonly Dictionary<string, Refusal> _all = new(StringComparer.Ordinal);

    /// <summary>Remembers what was refused. False if the target takes not even the record of a loss: then the refusal is not about events.</summary>
    public bool TryAdd(EventRefusedException refusal)
    {
        if (refusal.Refused.Count == 0 || refusal.Refused.Any(e => e.Kind == EventKind.Lost))
        {
            return false;
        }

        lock (_all)
        {
            foreach (NanoEvent e in refusal.Refused)
            {
                string id = EventId.Of(e);
                _all[id] = new Refusal(new DeadLetter(id, refusal.Message, JsonOf(e)));
            }
        }

        return true;
    }

    /// <summary>Why an event was refused; null if it was not.</summary>
    public Refusal? Find(in NanoEvent e)
    {
        lock (_all)
        {
            return _all.Count > 0 ? _all.GetValueOrDefault(EventId.Of(e)) : null;
        }
    }

    /// <summary>These are delivered, and do not come again.</summary>
    public void Forget(IReadOnlyList<NanoEvent> events)
    {
        lock (_all)
        {
            for (int i = 0; i < events.Count && _all.Count > 0; i++)
            {
                _all.Remove(EventId.Of(events[i]));
            }
        }
    }

    /// <summary>The record in the place of an event; null for a start, which has no number.</summary>
    public static NanoEvent? LossOf(in NanoEvent e) => e.Sequence is { } sequence
        ? NanoEvent.OfLoss(e.Device, e.BootId, sequence, 1, LossCause.Refused)
        : null;

    private static byte[] JsonOf(in NanoEvent e)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            EventJson.Write(json, e);
        }

        return bytes.ToArray();
    }

    /// <summary>An event that was refused.</summary>
    public sealed class Refusal(DeadLetter letter)
    {
        public DeadLetter Letter => letter;

        /// <summary>Whether the letter is written.</summary>
        public bool IsBuried { get; set; }
    }
}
