using System.Buffers.Binary;
using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// Reads batches: the layer below <see cref="EventClient"/>. Never throws on bytes.
/// </summary>
internal static class BatchReader
{
    private const int HeadBytes = 4;
    private const int CheckBytes = 2;

    /// <summary>Reads a batch into a room of its own, for places where speed does not matter.</summary>
    /// <param name="payload">The bytes of one MQTT message.</param>
    /// <param name="batch">The batch, reading from <paramref name="payload"/>.</param>
    /// <param name="why">The reason, if the result is false.</param>
    /// <returns>Whether the bytes are a batch of format version 1 or 3.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, out Batch batch, out BatchError why) =>
        TryRead(payload, new RawEvent[BatchFormat.MaxEvents], out batch, out why);

    /// <summary>
    /// Checks a whole batch, every field and every event, and unpacks its events. An accepted batch can be enumerated without any further error. It never
    /// throws on bytes and never allocates.
    /// </summary>
    /// <param name="payload">The bytes of one MQTT message.</param>
    /// <param name="room">Takes the events: room for <see cref="BatchFormat.MaxEvents"/>.</param>
    /// <param name="batch">The batch, reading from <paramref name="payload"/> and <paramref name="room"/>.</param>
    /// <param name="why">The reason, if the result is false.</param>
    /// <returns>Whether the bytes are a batch of format version 1 or 3.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, Span<RawEvent> room, out Batch batch, out BatchError why)
    {
        batch = default;
        why = CheckFrame(payload);
        if (why.Fault != BatchFault.None)
        {
            return false;
        }

        ReadOnlySpan<byte> body = payload[..^CheckBytes];
        var cursor = new ByteCursor(body, HeadBytes);
        FieldList fields = default;
        if (!BatchHeader.TryRead(ref cursor, body, out BatchHeader header)
            || (header.HasFields && !fields.TryRead(ref cursor, body)))
        {
            why = new BatchError(cursor.Fault, cursor.At);
            return false;
        }

        int lastTimeCode = header.IsShort ? BatchFormat.TimeSeconds : BatchFormat.TimeEarlier;
        var events = new EventUnpacker(body, cursor.At, header.FromTicks, lastTimeCode, room);
        if (!events.TryAll())
        {
            why = new BatchError(events.Fault, events.At);
            return false;
        }

        batch = new Batch(body, header, fields, room[..events.Count]);
        return true;
    }

    // The version comes before the check: a later major version may well have another check.
    private static BatchError CheckFrame(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < BatchFormat.MinBytes)
        {
            return new BatchError(BatchFault.TooShort, payload.Length);
        }

        if (payload.Length > BatchFormat.MaxBytes)
        {
            return new BatchError(BatchFault.TooLong, payload.Length);
        }

        if (payload[0] >> 4 is not (BatchFormat.MajorVersion or BatchFormat.ShortVersion))
        {
            return new BatchError(BatchFault.UnknownVersion, 0);
        }

        int check = BinaryPrimitives.ReadUInt16LittleEndian(payload[^CheckBytes..]);
        return CheckSum.Compute(payload[..^CheckBytes]) == check
            ? default
            : new BatchError(BatchFault.BadCheck, payload.Length - CheckBytes);
    }
}
