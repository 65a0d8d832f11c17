using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Ring;

public sealed class TwoProducersTests
{
    private const int EventsAProducer = 1_000_000;

    [Theory]
    [InlineData(32, 1)]
    [InlineData(512, int.MaxValue - 1000)]
    [InlineData(512, -1000)]
    public void EveryNumberArrivesOnceOrIsAnnouncedAsDroppedAndEachProducersOrderIsKept(int capacity, int first)
    {
        using AutoResetEvent wake = new(false);
        EventRing ring = new(capacity, first, wake);
        Outbox outbox = new(ring);
        using Barrier halfTime = new(2);
        Thread[] producers = [Producer(ring, 0, halfTime), Producer(ring, 1, halfTime)];
        Consumer consumer = new(outbox, first);

        Array.ForEach(producers, producer => producer.Start());
        while (producers.Any(producer => producer.IsAlive) || ring.Count != 0)
        {
            wake.WaitOne(1);
            consumer.TakeAll();
        }

        Assert.Equal(2 * EventsAProducer, consumer.Delivered + consumer.Overflow);
        Assert.Equal(unchecked(first + (2 * EventsAProducer)), outbox.FirstUnacknowledged);
        Assert.Equal(ring.Dropped, consumer.Overflow);
        Assert.InRange(consumer.Delivered, EventsAProducer, 2 * EventsAProducer);
    }

    // The first half is held back so that nothing is dropped, the second overruns the ring as it likes.
    private static Thread Producer(EventRing ring, int source, Barrier halfTime) => new(() =>
    {
        for (int i = 0; i < EventsAProducer; i++)
        {
            if (i == EventsAProducer / 2)
            {
                halfTime.SignalAndWait();
            }

            while (i < EventsAProducer / 2 && ring.Count > ring.CapacityEvents - 3)
            {
                Thread.Yield();
            }

            ring.Write(EventWord.Pack(EventKind.Temperature, source, false, 0), ~i, i);
        }
    })
    { IsBackground = true };

    private sealed class Consumer(Outbox outbox, int first)
    {
        private readonly int[] _last = [-1, -1];
        private int _expected = first;

        public int Delivered { get; private set; }

        public int Overflow { get; private set; }

        public void TakeAll()
        {
            while (outbox.Fill(BatchFormat.MaxEvents) != 0)
            {
                Overflow += outbox.Overflow;
                _expected = unchecked(_expected + outbox.Overflow);
                Assert.Equal(_expected, outbox.First);
                for (int i = 0; i < outbox.Count; i++)
                {
                    Take(EventWord.Source(outbox.Word(i)), outbox.Ticks(i), outbox.Value(i));
                }

                outbox.Acknowledge();
            }
        }

        private void Take(int source, int ticks, int value)
        {
            if (value <= _last[source] || ticks != ~value)
            {
                Assert.Fail($"after {_last[source]} of producer {source} came {value} with the time of {~ticks}");
            }

            _last[source] = value;
            _expected = unchecked(_expected + 1);
            Delivered++;
        }
    }
}
