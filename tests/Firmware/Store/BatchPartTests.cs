using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Store;

/// <summary>The parts of a batch are batches, and have together what it has.</summary>
public sealed class BatchPartTests
{
    private readonly BatchPart _part = new();
    private readonly byte[] _result = new byte[BatchFormat.MaxBytes];

    [Fact]
    public void ThePartsHaveTogetherWhatTheBatchHas()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            byte[] batch = Random(seed);

            Check(batch, 1 + (seed % 40));
        }
    }

    [Fact]
    public void AnyBytesAreRefusedOrTakenWithoutHarm()
    {
        Random random = new(4);
        byte[] good = Random(1);
        for (int run = 0; run < 100_000; run++)
        {
            byte[] bytes = new byte[random.Next(BatchFormat.MaxBytes + 20)];
            random.NextBytes(bytes);
            if (run % 2 == 0)
            {
                bytes = [.. good];
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Assert.InRange(_part.Take(bytes, bytes.Length, random.Next(3), random.Next(1, 65), run % 3 == 0, _result), 0, BatchFormat.MaxBytes);
        }
    }

    /// <summary>Wherever a batch is cut, what is left is a batch of fewer events, or none at all: a reader that knows the format alone is asked.</summary>
    [Fact]
    public void ABatchThatIsCutIsRefusedUnlessItEndsBehindAnEvent()
    {
        int whole = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            byte[] batch = Random(seed);
            for (int length = 0; length < batch.Length; length++)
            {
                BatchBytes? expected = ReadOrNull(Checked(batch[..length]));

                int taken = _part.Take(batch, length, 0, 64, true, _result);

                Assert.Equal(expected != null, taken > 0);
                Assert.Equal(expected?.Events ?? [], taken > 0 ? BatchBytes.Read(_result[..taken]).Events : []);
                whole += expected != null ? 1 : 0;
            }
        }

        Assert.InRange(whole, 500, int.MaxValue);
    }

    [Fact]
    public void TheLongestBatchIsTakenAndNoLongerOne()
    {
        BatchWriter writer = new();
        writer.Begin(0xB001, 1, 10_000, false);
        for (int i = 0; i < 5; i++)
        {
            writer.PutRaw(200, 0, false, 10_000, new byte[200]);
        }

        byte[] longest = writer.Buffer[..writer.End()];
        Assert.Equal(BatchFormat.MaxBytes, longest.Length);

        Assert.InRange(_part.Take(longest, longest.Length, 0, 4, true, _result), 800, BatchFormat.MaxBytes);
        Assert.InRange(_part.Take(longest, longest.Length, 4, 4, true, _result), 200, 300);
        Assert.Equal(0, _part.Take([.. longest, 0], longest.Length + 1, 0, 1, true, _result));
    }

    /// <summary>A number has seven bits in each byte.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(2_097_152)]
    public void NumbersAtTheEdgeOfAByteStayWhatTheyAre(int number)
    {
        BatchWriter writer = new();
        writer.Begin(1, number, number, false);
        writer.EndFields();
        foreach (int sign in new[] { 1, 1, -1, -1, 0, -1, 1 })
        {
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), sign * number, sign * number);
            writer.PutEvent(EventWord.Pack(EventKind.Chatter, 1, false, number), sign * number, number);
        }

        byte[] batch = writer.Buffer[..writer.End()];
        Check(batch, 1);
        Check(batch, 2);
        Check(batch, 3);
        Check(batch, 14);
    }

    [Fact]
    public void TheShortestBatchHasOnePartWithoutEvents()
    {
        byte[] shortest = Single([]);
        Assert.Equal(BatchFormat.MinBytes, shortest.Length);

        Check(shortest, 1);
    }

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, false)]
    [InlineData(255, false)]
    public void ASourceIsOneOf32(int source, bool isTaken)
    {
        byte[] batch = Single(new[] { (1 << 6) | (7 << 3), source });

        Assert.Equal(isTaken, _part.Take(batch, batch.Length, 0, 1, true, _result) > 0);
    }

    /// <summary>A later firmware may have fields that this one does not know: they go with the first part, and with no other.</summary>
    [Fact]
    public void AnUnknownFieldGoesWithTheFirstPart()
    {
        BatchWriter writer = new();
        writer.Begin(1, 1, 1000, false);
        writer.BeginField(90, true);
        writer.PutVarint(uint.MaxValue);
        writer.EndField(true);
        writer.EndFields();
        writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 900, 0);
        writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, false, 0), 950, 0);
        byte[] batch = writer.Buffer[..writer.End()];

        byte[] first = _result[.._part.Take(batch, batch.Length, 0, 1, true, _result)];
        int second = _part.Take(batch, batch.Length, 1, 1, false, _result);

        Assert.Equal(batch[..^4], first[..^2]);
        Assert.Single(BatchBytes.Read(_result[..second]).Events);
        Assert.Equal(0, _result[0] & BatchFormat.FlagFields);
        Assert.True(_part.IsLast);
    }

    [Fact]
    public void NothingIsAllocated()
    {
        byte[] batch = Random(3);

        Assert.Equal(0, Allocated.By(1000, () => _part.Take(batch, batch.Length, 5, 7, true, _result)));
    }

    private void Check(byte[] batch, int most)
    {
        BatchBytes whole = BatchBytes.Read(batch);
        List<BatchEvent> events = [];
        do
        {
            int skip = events.Count;
            int length = _part.Take(batch, batch.Length, skip, most, skip == 0, _result);
            BatchBytes part = BatchBytes.Read(_result[..length]);
            Assert.Equal((whole.Boot, unchecked(whole.Sequence + (uint)skip), whole.Sealed, whole.Anchor), (part.Boot, part.Sequence, part.Sealed, part.Anchor));
            Assert.Equal(skip == 0 ? (whole.Overflow, whole.BootField) : (0, null), (part.Overflow, part.BootField));
            Assert.Equal((part.Events.Count, unchecked((int)part.Sequence + part.Events.Count)), (_part.Events, _part.End));
            Assert.InRange(part.Events.Count, 0, most);
            events.AddRange(part.Events);
        }
        while (!_part.IsLast);

        Assert.Equal(whole.Events, events);
    }

    // A batch of one event, which is given as bytes.
    private static byte[] Single(int[] content)
    {
        BatchWriter writer = new();
        writer.Begin(1, 1, 100, false);
        writer.EndFields();
        int length = writer.End();
        return Checked([.. writer.Buffer[..(length - 2)], .. content.Select(b => (byte)b), 0, 0]);
    }

    private static byte[] Checked(byte[] batch)
    {
        if (batch.Length >= 2)
        {
            int crc = Crc16.Compute(batch, batch.Length - 2);
            (batch[^2], batch[^1]) = ((byte)crc, (byte)(crc >> 8));
        }

        return batch;
    }

    private static BatchBytes? ReadOrNull(byte[] batch)
    {
        try
        {
            return BatchBytes.Read(batch);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static byte[] Random(int seed)
    {
        Random random = new(seed);
        BatchWriter writer = new();
        // Some pass the wrap of the numbers.
        int sequence = seed % 5 == 0 ? -random.Next(1, 40) : random.Next();
        writer.Begin(random.Next(1 << 24), sequence, random.NextInt64(1L << 40), false);
        if (random.Next(2) == 0)
        {
            writer.PutAnchor(173568960000, 5);
        }

        if (random.Next(2) == 0)
        {
            writer.BeginField(BatchFormat.FieldOverflow, false);
            writer.PutVarint(300);
            writer.EndField(false);
        }

        writer.EndFields();
        int ticks = random.Next();
        for (int i = random.Next(1, 45); i > 0; i--)
        {
            ticks = unchecked(ticks + random.Next(-1000, 3000));
            int source = random.Next(12);
            (EventKind kind, int detail, int value) = random.Next(5) switch
            {
                0 => (EventKind.Motion, 0, 0),
                1 => (EventKind.Threshold, 1, EventWord.PackThreshold(2500, 2400)),
                2 => (EventKind.Chatter, 500, 70),
                3 => (EventKind.Fault, 2, 0),
                _ => (EventKind.Temperature, 0, random.Next(-4000, 8500)),
            };
            writer.PutEvent(EventWord.Pack(kind, source, kind != EventKind.Temperature && kind != EventKind.Chatter && random.Next(2) == 0, detail), ticks, value);
        }

        return writer.Buffer[..writer.End()];
    }
}
