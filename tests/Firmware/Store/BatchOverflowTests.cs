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
}
