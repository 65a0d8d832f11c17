using System.Globalization;
using Xunit;

namespace NanoEvents.Tests;

public sealed class RobustnessTests(ITestOutputHelper output)
{
    private const int PlainlyRead = 300_000;

    // A longer run by NANOEVENTS_FUZZ_INPUTS.
    private static readonly int _fuzzedInputs =
        Environment.GetEnvironmentVariable("NANOEVENTS_FUZZ_INPUTS") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 10_000_000;

    [Fact]
    public void EveryPrefixOfEveryVectorIsRefusedOrRead()
    {
        foreach (Vector vector in Vector.All)
        {
            for (int length = 0; length < vector.Bytes.Length; length++)
            {
                ReadOrBeTold(vector.Bytes.AsSpan(0, length));
                ReadOrBeTold(Fuzzer.Stamp(vector.Bytes.AsSpan(0, length).ToArray()));
            }
        }
    }

    [Fact]
    public void EveryFlippedBitOfEveryVectorIsNoticed()
    {
        foreach (Vector vector in Vector.All)
        {
            for (int bit = 0; bit < vector.Bytes.Length * 8; bit++)
            {
                byte[] bytes = vector.Bytes.ToArray();
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(BatchReader.TryRead(bytes, out _, out BatchError why));
                Assert.NotEmpty(why.Message);
            }
        }
    }

    [Fact]
    public void EveryFlippedBitWithAFittingCheckIsReadOrToldWhy()
    {
        foreach (Vector vector in Vector.All)
        {
            for (int bit = 0; bit < (vector.Bytes.Length - 2) * 8; bit++)
            {
                byte[] bytes = vector.Bytes.ToArray();
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                ReadOrBeTold(Fuzzer.Stamp(bytes));
            }
        }
    }

    [Fact]
    public void TenMillionRandomAndMutatedInputsAreReadOrToldWhy()
    {
        byte[][] seeds = Vector.All.Select(v => v.Bytes).ToArray();
        int[] read = new int[Environment.ProcessorCount];
        int share = _fuzzedInputs / read.Length;

        Parallel.For(0, read.Length, worker =>
        {
            var fuzzer = new Fuzzer(seeds, seed: 20_250 + worker);
            int inputs = worker == 0 ? _fuzzedInputs - (share * (read.Length - 1)) : share;
            for (int i = 0; i < inputs; i++)
            {
                read[worker] += ReadOrBeTold(fuzzer.Next()) ? 1 : 0;
            }
        });

        output.WriteLine($"{_fuzzedInputs:N0} inputs, {read.Sum():N0} of them read as batches, the others refused with a reason");
        Assert.InRange(read.Sum(), _fuzzedInputs / 10, _fuzzedInputs * 9 / 10);
    }

    [Theory]
    [InlineData("1056341201e807", 1000)]
    [InlineData("3356341201e829846928e8", 173_568_961_000)]
    public void TheReaderAgreesWithAPlainOne(string headHex, long from)
    {
        byte[] head = Convert.FromHexString(headHex);
        bool isShort = head[0] >> 4 == 3;
        var random = new Random(11);
        int read = 0;
        for (int i = 0; i < PlainlyRead; i++)
        {
            byte[] bytes = [.. head, .. Fuzzer.EventBytes(random), 0, 0];
            bool isRead = BatchReader.TryRead(Fuzzer.Stamp(bytes), out Batch batch, out BatchError why);
            List<string>? plain = PlainReader.Read(bytes.AsSpan(head.Length..^2), from, isShort);

            Assert.True(isRead == plain is not null, $"{why} {Convert.ToHexString(bytes)}");
            read += isRead ? 1 : 0;
            foreach (BatchEvent e in batch)
            {
                Assert.Equal(plain![e.Index], PlainReader.Show(e));
            }
        }

        output.WriteLine($"{PlainlyRead:N0} inputs, {read:N0} of them read as batches by both");
    }

    [Fact]
    public void ATimelineTakesWhateverTheReaderTakesAndKeepsItsCounts()
    {
        var fuzzer = new Fuzzer(Vector.All.Select(v => v.Bytes).ToArray(), seed: 7);
        DateTimeOffset now = TimelineRun.Start;
        for (int device = 0; device < 1000; device++)
        {
            var timeline = new DeviceTimeline("d", TimeSpan.FromSeconds(5));
            long delivered = 0;
            long lost = 0;
            for (int i = 0; i < 200; i++)
            {
                timeline.TryAdd(fuzzer.Next().ToArray(), now, retained: i % 7 == 0, out _);
                now += TimeSpan.FromSeconds(i % 3);
                timeline.Expire(now);
                while (timeline.TryTake(out NanoEvent e))
                {
                    delivered += e.Sequence is null ? 0 : 1;
                    lost += e.Kind == EventKind.Lost ? e.Count ?? 0 : 0;
                    Assert.NotEmpty(e.ToString());
                    Assert.True(e.Time is null || e.Time.Value.Year >= 2000);
                }

                timeline.GetState();
            }

            Assert.Equal((delivered, lost), (timeline.Stats.Delivered, timeline.Stats.Lost));
        }
    }

    private static bool ReadOrBeTold(ReadOnlySpan<byte> bytes)
    {
        if (BatchReader.TryRead(bytes, out Batch batch, out BatchError why))
        {
            Enumerate.Everything(batch);
            return true;
        }

        bool told = why.Fault != BatchFault.None && why.Offset >= 0 && why.Offset <= Math.Max(bytes.Length, 1);
        return told ? false : throw new InvalidOperationException($"refused without a reason: {Convert.ToHexString(bytes)}");
    }
}
