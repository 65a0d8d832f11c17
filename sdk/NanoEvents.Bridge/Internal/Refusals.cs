using System.Text.Json;

namespace NanoEvents.Bridge;

/// <summary>The events that the target refuses for good. When they come again they go to the dead letters, and a loss takes their place.</summary>
internal sealed class Refusals
{
    private readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal);

    /// <summary>Remembers what was refused. False if the target takes not even the record of a loss: then the refusal is not about events.</summary>
    public bool TryAdd(EventRefusedException refusal)
    {
        if (refusal.Refused.Count == 0 || refusal.Refused.Any(e => e.Kind == EventKind.Lost))
        {
            return false;
        }

        foreach (NanoEvent e in refusal.Refused)
        {
            _reasons[EventId.Of(e)] = refusal.Message;
        }

        return true;
    }

    /// <summary>The letter for an event that was refused; null if it was not.</summary>
    public DeadLetter? Take(in NanoEvent e) => _reasons.Count > 0 && EventId.Of(e) is var id && _reasons.Remove(id, out string? reason)
        ? new DeadLetter(id, reason, JsonOf(e))
        : null;

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
}
