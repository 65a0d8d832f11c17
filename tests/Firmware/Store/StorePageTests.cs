using NanoEvents.Firmware.Tests.Configuration;
using NanoEvents.Firmware.Tests.Support;

namespace NanoEvents.Firmware.Tests.Store;

/// <summary>The bytes of a page: what the power cut off, and whatever stands behind, is told from what was written before.</summary>
public sealed class StorePageTests
{
    private const int Boot = 0x123456;
    private static readonly byte[] _older = Page(6, 1, 5, 64, 64, 64, 64).Bytes;
    private static readonly StorePage _page = Page(7, 101, 64, 1, 3, 64, 20);

    public static TheoryData<CutKind> Tails => [.. Enum.GetValues<CutKind>()];

    [Fact]
    public void WhatWasAddedIsReadBack()
    {
        List<byte[]> batches = Read(_page.Bytes, _page.Length);

        Assert.Equal([101u, 165u, 166u, 169u, 233u], batches.Select(batch => BatchBytes.Read(batch).Sequence));
        Assert.Equal((7, Boot, 101, 253), (_page.Number, _page.Boot, _page.First, _page.End));
    }

    [Theory]
    [MemberData(nameof(Tails))]
    public void WhereverItIsCutEverythingBeforeIsGoodAndNothingElseIsTaken(CutKind tail)
    {
        List<byte[]> whole = Read(_page.Bytes, _page.Length);
        int written = 0;
        int end = StorePage.HeaderBytes;

        // As long as its number is not written it is still the older page.
        for (int cut = tail == CutKind.OldBehind ? 5 : 0; cut <= _page.Length; cut++)
        {
            if (written < whole.Count && cut >= end + StorePage.RecordBytes + whole[written].Length + 2)
            {
                end = cut;
                written++;
            }

            Assert.Equal(whole.Take(cut < StorePage.HeaderBytes ? 0 : written), Read([.. _page.Bytes[..cut], .. Tail(tail, cut)], StorePage.MaxBytes));
        }

        Assert.Equal(whole.Count, written);
    }

    [Fact]
    public void AChangedBitCostsWhatItIsInAndNothingBefore()
    {
        List<byte[]> whole = Read(_page.Bytes, _page.Length);
        for (int bit = 0; bit < _page.Length * 8; bit++)
        {
            byte[] bytes = [.. _page.Bytes];
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));

            List<byte[]> read = Read(bytes, _page.Length);

            Assert.Equal(whole.Take(read.Count), read);
            Assert.InRange(read.Count, RecordsBefore(whole, bit / 8), whole.Count - 1);
        }
    }

    /// <summary>Record, batch and check end with the page's last byte, and not one later.</summary>
    [Fact]
    public void ABatchThatJustFitsIsTakenAndReadBack()
    {
        StorePage page = new();
        page.Begin(1, Boot, 1);
        byte[] longest = new byte[NanoEvents.Protocol.BatchFormat.MaxBytes];
        while (StorePage.MaxBytes - page.Length - StorePage.RecordBytes - 2 >= 2 * longest.Length)
        {
            Assert.True(page.TryAdd(longest, longest.Length, 1, 2));
        }

        int left = StorePage.MaxBytes - page.Length - StorePage.RecordBytes - 2;
        byte[] half = new byte[left / 2];
        Assert.True(page.TryAdd(half, half.Length, 2, 3));
        left = StorePage.MaxBytes - page.Length - StorePage.RecordBytes - 2;
        Assert.False(page.TryAdd(longest, left + 1, 3, 4));
        Assert.True(page.TryAdd(longest, left, 3, 4));
        Assert.Equal(StorePage.MaxBytes, page.Length);
        page.Seal(0, 0, 0, 1);

        List<byte[]> read = Read(page.Bytes, StorePage.MaxBytes);

        Assert.Equal(left, read[^1].Length);
        Assert.Equal((1, Boot, 1, 4), (page.Number, page.Boot, page.First, page.End));
    }

    [Fact]
    public void AnyBytesAreReadWithoutHarm()
    {
        Random random = new(3);
        byte[] bytes = new byte[StorePage.MaxBytes];
        for (int run = 0; run < 20_000; run++)
        {
            random.NextBytes(bytes);
            if (run % 2 == 0)
            {
                // Behind a header that is whole.
                _page.Bytes.AsSpan(0, StorePage.HeaderBytes).CopyTo(bytes);
                bytes[StorePage.HeaderBytes + 1] &= 3;
            }

            Read(bytes, random.Next(StorePage.MaxBytes + 1));
        }
    }

    private static StorePage Page(int number, int first, params int[] events)
    {
        StorePage page = new();
        page.Begin(number, Boot, first);
        int sequence = first;
        foreach (int count in events)
        {
            byte[] batch = StoredBatch.Of(Boot, sequence, count);
            Assert.True(page.TryAdd(batch, batch.Length, sequence, sequence + count));
            sequence += count;
        }

        page.Seal(0, 0, 0, 0);
        return page;
    }

    private static List<byte[]> Read(byte[] bytes, int length)
    {
        StorePage page = new();
        bytes.CopyTo(page.Bytes, 0);
        List<byte[]> batches = [];
        if (page.TryTake(0, Math.Min(length, bytes.Length)))
        {
            while (page.TryMoveNext())
            {
                batches.Add(page.Bytes[page.BatchAt..(page.BatchAt + page.BatchLength)]);
            }
        }

        return batches;
    }

    private static int RecordsBefore(List<byte[]> batches, int at)
    {
        int end = StorePage.HeaderBytes;
        int before = 0;
        foreach (byte[] batch in batches)
        {
            end += StorePage.RecordBytes + batch.Length + 2;
            before += end <= at ? 1 : 0;
        }

        return at < StorePage.HeaderBytes ? 0 : before;
    }

    private static byte[] Tail(CutKind kind, int at)
    {
        byte[] tail = new byte[StorePage.MaxBytes - at];
        switch (kind)
        {
            case CutKind.Short:
                return [];
            case CutKind.OldBehind:
                return _older[at..];
            case CutKind.ErasedBehind:
                Array.Fill(tail, (byte)0xFF);
                break;
            case CutKind.Gone:
                new Random(at).NextBytes(tail);
                break;
        }

        return tail;
    }
}
