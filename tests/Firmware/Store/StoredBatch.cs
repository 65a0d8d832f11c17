using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Store;

/// <summary>Batches for the store, of motion events.</summary>
internal static class StoredBatch
{
    private const int SealedTicks = 1000;

    /// <summary>A batch from a number on.</summary>
    public static byte[] Of(int boot, int sequence, int events, int overflow = 0, bool withBoot = false, bool withAnchor = false)
    {
        BatchWriter writer = new();
        writer.Begin(boot, sequence, SealedTicks, false);
        if (withAnchor)
        {
            writer.PutAnchor(173568960000, 5);
        }

        if (withBoot)
        {
            writer.BeginField(BatchFormat.FieldBoot, false);
            writer.PutByte(1);
            writer.PutByte('v');
            writer.EndField(false);
        }

        if (overflow != 0)
        {
            writer.BeginField(BatchFormat.FieldOverflow, false);
            writer.PutVarint((uint)overflow);
            writer.EndField(false);
        }

        writer.EndFields();
        for (int i = 0; i < events; i++)
        {
            writer.PutEvent(EventWord.Pack(EventKind.Motion, i % 2, (sequence + i) % 3 == 0, 0), SealedTicks - (i * 7), 0);
        }

        return writer.Buffer[..writer.End()];
    }

    /// <summary>Adds one to a store.</summary>
    public static bool AddTo(EventStore store, int boot, int sequence, int events, int overflow = 0)
    {
        byte[] batch = Of(boot, sequence, events, overflow);
        return store.TryAdd(batch, batch.Length, sequence - overflow, sequence + events);
    }
}
