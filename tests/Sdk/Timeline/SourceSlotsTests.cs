using NanoEvents.Protocol;
using Xunit;

namespace NanoEvents.Tests;

public sealed class SourceSlotsTests
{
    [Fact]
    public void ADeviceThatInventsSourcesTakesNoMemoryWithoutEnd()
    {
        var kinds = new EventKinds();
        var slots = new SourceSlots();
        for (int kind = BatchFormat.FirstPrivateMeasurement; kind < BatchFormat.FirstPrivateState; kind++)
        {
            kinds.Add(Measurement.Private(kind, $"m{kind}", "x"));
            foreach (NanoEvent e in OfEachSource(kind, kinds))
            {
                slots.Take(e);
            }
        }

        List<SourceState> shown = slots.Show();
        Assert.Equal(256, shown.Count);
        Assert.Equal(1205, shown[0].Readings[0].Value);
    }

    private static List<NanoEvent> OfEachSource(int kind, EventKinds kinds)
    {
        var writer = new BatchWriter();
        writer.Begin(1, 1, 1000, false);
        for (int source = 0; source < BatchFormat.MaxSources; source++)
        {
            writer.PutRaw(kind, source, false, 1000, [0xEA, 0x12]);
        }

        List<NanoEvent> events = [];
        Assert.True(BatchDecoder.TryDecode(writer.Buffer.AsSpan(0, writer.End()), events, out _, "hall", kinds));
        return events;
    }
}
