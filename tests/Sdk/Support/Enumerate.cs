namespace NanoEvents.Tests;

/// <summary>Touches everything that a batch offers.</summary>
internal static class Enumerate
{
    /// <summary>A number that depends on all of it, so that nothing is optimized away.</summary>
    public static long Everything(in Batch batch)
    {
        long sum = batch.Boot + batch.Sequence + batch.SealedTicks + batch.AnchorTicks + batch.AnchorErrorTicks + batch.Overflow
            + batch.Waiting + batch.MinorVersion + batch.BootCause + batch.FirmwareUtf8.Length;
        int events = 0;
        foreach (BatchEvent e in batch)
        {
            sum += e.Ticks + e.CentiCelsius + e.LimitValue + e.Detail + e.EdgeCount + e.SpanTicks + e.Content.Length;
            bool possible = e.Index == events++ && e.Source is >= 0 and < 32 && e.Ticks >= 0 && e.RawKind is >= 0 and < 256;
            Require(possible, "an event that cannot be");
        }

        Require(events == batch.EventCount && events <= 64, "another number of events than counted");
        foreach (BatchCounter counter in batch.Counters)
        {
            sum += counter.Id + counter.Value;
        }

        foreach (BatchName name in batch.Names)
        {
            Require(name.Source < 32, "a source that cannot be");
            sum += name.Utf8.Length;
        }

        foreach (BatchField field in batch.UnknownFields)
        {
            sum += field.Id + field.Content.Length;
        }

        return sum;
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
