using System.Buffers.Binary;
using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// Reads batches: the layer below <see cref="EventClient"/>, for programs that get the bytes in another way. Never throws on bytes and never
/// allocates.
/// </summary>
internal static class BatchReader
{
    private const int HeadBytes = 4;
    private const int CheckBytes = 2;

    /// <summary>
    /// Checks a whole batch, every field and every event, and gives access to it. An accepted batch can be enumerated without any further error.
    /// </summary>
    /// <param name="payload">The bytes of one MQTT message.</param>
    /// <param name="batch">The batch, reading from <paramref name="payload"/>.</param>
    /// <param name="why">The reason, if the result is false.</param>
    /// <returns>Whether the bytes are a batch of format version 1 or 3.</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, out Batch batch, out BatchError why)
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

        if (!ShortForms.TryCount(body, cursor.At, header.FromTicks, header.IsShort, out int count)
            && !TryCount(new EventCursor(body, cursor.At, header.FromTicks, header.IsShort), out count, out why))
        {
            return false;
        }

        batch = new Batch(body, header, fields, cursor.At, count);
        return true;
    }

    private static bool TryCount(EventCursor events, out int count, out BatchError why)
    {
        while (events.TryNext())
        {
        }

        count = events.Count;
        why = events.Fault == BatchFault.None ? default : new BatchError(events.Fault, events.At);
        return events.Fault == BatchFault.None;
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
