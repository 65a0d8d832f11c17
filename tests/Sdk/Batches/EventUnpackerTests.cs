using NanoEvents.Protocol;
using Xunit;

namespace NanoEvents.Tests;

/// <summary>The fast way through the events of a batch, and the way for everything: they say the same of the same bytes.</summary>
public sealed class EventUnpackerTests
{
    [Theory]
    [InlineData(BatchFormat.TimeEarlier)]
    [InlineData(BatchFormat.TimeSeconds)]
    public void BothWaysAgree(int lastTimeCode)
    {
        // From here on times are far from both ends, so the fast way is taken.
        long far = (BatchFormat.MaxEvents << 14) * (lastTimeCode == BatchFormat.TimeSeconds ? BatchFormat.TicksPerSecond : 1);
        Random random = new(lastTimeCode);
        byte[] bytes = new byte[300];
        RawEvent[] fast = new RawEvent[BatchFormat.MaxEvents];
        RawEvent[] slow = new RawEvent[BatchFormat.MaxEvents];
        int taken = 0;
        for (int i = 0; i < 200_000; i++)
        {
            ReadOnlySpan<byte> body = bytes.AsSpan(0, Fill(bytes, random));
            EventUnpacker one = new(body, 0, far, lastTimeCode, fast);
            EventUnpacker other = new(body, 0, far - 1, lastTimeCode, slow);

            bool isRight = one.TryAll();

            Assert.Equal(isRight, other.TryAll());
            Assert.Equal((other.Fault, other.At, other.Count), (one.Fault, one.At, one.Count));
            for (int e = 0; e < one.Count; e++)
            {
                Assert.Equal(
                    (slow[e].Ticks + 1, slow[e].Value, slow[e].Kind, slow[e].Source, slow[e].Flag, slow[e].IsRaw, slow[e].ContentAt),
                    (fast[e].Ticks, fast[e].Value, fast[e].Kind, fast[e].Source, fast[e].Flag, fast[e].IsRaw, fast[e].ContentAt));
            }

            taken += isRight ? 1 : 0;
        }

        Assert.InRange(taken, 20_000, 180_000);
    }

    // Mostly heads of temperatures and motions with small numbers, and now and then anything.
    private static int Fill(byte[] bytes, Random random)
    {
        int length = random.Next(bytes.Length);
        int odd = random.Next(2) == 0 ? 0 : random.Next(1, 100);
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)(random.Next(100) < odd ? random.Next(256) : random.Next(0x38) & ~6 | (random.Next(2) << 1));
        }

        return length;
    }
}
