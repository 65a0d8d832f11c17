using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Store;

/// <summary>A loss is said in a batch that was sealed before: nothing else of it changes.</summary>
public sealed class BatchOverflowTests
{
    private readonly BatchOverflow _overflow = new();
    private readonly byte[] _result = new byte[BatchFormat.MaxBytes];

    [Theory]
    [InlineData(0, false, false)]
    [InlineData(0, true, false)]
    [InlineData(0, false, true)]
    [InlineData(5, true, true)]
    [InlineData(300, false, true)]
    [InlineData(int.MaxValue / 2, true, false)]
    public void AnOverflowIsAddedToWhatItSaidBefore(int before, bool withBoot, bool withAnchor)
    {
        foreach (int events in new[] { 0, 1, 64 })
        {
            byte[] batch = StoredBatch.Of(0x123456, 70_000, events, before, withBoot, withAnchor);

            int length = _overflow.Add([9, 9, .. batch, 9], 2, batch.Length, 1000, _result);

            BatchBytes expected = BatchBytes.Read(batch);
            BatchBytes read = BatchBytes.Read(_result[..length]);
            Assert.Equal((uint)before + 1000, read.Overflow);
            Assert.Equal((expected.Boot, expected.Sequence, expected.Sealed, expected.Anchor), (read.Boot, read.Sequence, read.Sealed, read.Anchor));
            Assert.Equal(expected.BootField, read.BootField);
            Assert.Equal(expected.Events, read.Events);
        }
    }

    [Fact]
    public void EveryVectorThatFitsTakesAnOverflow()
    {
        int taken = 0;
        foreach (string file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "vectors"), "*.json"))
        {
            string hex = System.Text.Json.JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("hex").GetString()!;
            byte[] batch = Convert.FromHexString(hex);

            taken += _overflow.Add(batch, 0, batch.Length, 7, _result) > 0 ? 1 : 0;
        }

        Assert.InRange(taken, 40, int.MaxValue);
    }

    [Fact]
    public void AnyBytesAreRefusedOrTakenWithoutHarm()
    {
        Random random = new(4);
        for (int run = 0; run < 100_000; run++)
        {
            byte[] bytes = new byte[random.Next(BatchFormat.MaxBytes + 20)];
            random.NextBytes(bytes);

            Assert.InRange(_overflow.Add(bytes, 0, bytes.Length, random.Next(1, int.MaxValue), _result), 0, BatchFormat.MaxBytes);
        }
    }

    /// <summary>The events are copied as they are; everything before them must be whole.</summary>
    [Theory]
    [InlineData(true, 300)]
    [InlineData(true, 0)]
    [InlineData(false, 5)]
    [InlineData(false, 0)]
    public void ABatchThatIsCutBeforeItsEventsIsRefused(bool withAnchor, int before)
    {
        byte[] head = StoredBatch.Of(0x123456, 70_000, 0, before, true, withAnchor);
        byte[] whole = StoredBatch.Of(0x123456, 70_000, 3, before, true, withAnchor);
        for (int length = 0; length <= whole.Length; length++)
        {
            Assert.Equal(length >= head.Length, _overflow.Add(whole, 0, length, 1, _result) > 0);
        }
    }

    public static TheoryData<int> Edges => [0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, int.MaxValue / 2];

    /// <summary>A number has seven bits in each byte.</summary>
    [Theory]
    [MemberData(nameof(Edges))]
    public void NumbersAtTheEdgeOfAByteStayWhatTheyAre(int number)
    {
        foreach (int before in Edges.Select(row => row.Data))
        {
            byte[] batch = StoredBatch.Of(1, number, 2, before);

            BatchBytes read = BatchBytes.Read(_result[.._overflow.Add(batch, 0, batch.Length, number + 1, _result)]);

            Assert.Equal(((uint)number, (uint)(before + number + 1)), (read.Sequence, read.Overflow));
            Assert.Equal(BatchBytes.Read(batch).Events, read.Events);
        }
    }

    [Fact]
    public void TheShortestBatchTakesAnOverflow()
    {
        BatchWriter writer = new();
        writer.Begin(1, 1, 1, false);
        writer.EndFields();
        byte[] shortest = writer.Buffer[..writer.End()];
        Assert.Equal(BatchFormat.MinBytes, shortest.Length);

        Assert.Equal(7u, BatchBytes.Read(_result[.._overflow.Add(shortest, 0, shortest.Length, 7, _result)]).Overflow);
    }

    [Fact]
    public void AFieldThatEndsBehindTheBatchIsRefused()
    {
        byte[] batch = StoredBatch.Of(1, 1, 0, 5);
        int length = Array.LastIndexOf(batch, (byte)5) - 1;
        foreach (int wrong in new[] { 0, 3, 4, 127 })
        {
            byte[] other = [.. batch];
            other[length] = (byte)wrong;
            Assert.Equal(0, _overflow.Add(other, 0, other.Length, 1, _result));
        }
    }

    /// <summary>A later firmware may say more behind the number.</summary>
    [Fact]
    public void WhatStandsBehindTheNumberIsLeftOut()
    {
        BatchWriter writer = new();
        writer.Begin(1, 9, 1000, false);
        writer.BeginField(BatchFormat.FieldOverflow, false);
        writer.PutVarint(5);
        writer.PutByte(77);
        writer.EndField(false);
        writer.EndFields();
        byte[] batch = writer.Buffer[..writer.End()];

        Assert.Equal(6u, BatchBytes.Read(_result[.._overflow.Add(batch, 0, batch.Length, 1, _result)]).Overflow);
    }

    [Fact]
    public void ABatchThatWouldBecomeTooLongIsRefused()
    {
        BatchWriter writer = new();
        writer.Begin(0xB001, 1, 10_000, false);
        for (int i = 0; i < 4; i++)
        {
            writer.PutRaw(200, 0, false, 10_000, new byte[200]);
        }

        byte[] bytes = [.. writer.Buffer[..(writer.End() - 2)], .. new byte[400]];
        Assert.InRange(_overflow.Add(bytes, 0, BatchFormat.MaxBytes - 8, int.MaxValue, _result), BatchFormat.MaxBytes - 8, BatchFormat.MaxBytes);
        Assert.Equal(0, _overflow.Add(bytes, 0, BatchFormat.MaxBytes - 7, 1, _result));
        Assert.Equal(0, _overflow.Add(bytes, 0, BatchFormat.MinBytes - 1, 1, _result));
    }
}
