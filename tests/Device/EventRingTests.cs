using System.Threading;
using NanoEvents.Firmware;
using NanoEvents.Protocol;
using nanoFramework.TestFramework;

namespace NanoEvents.Device.Tests
{
    /// <summary>The ring and its outbox.</summary>
    [TestClass]
    public class EventRingTests
    {
        /// <summary>The oldest first, and numbered from the first number on.</summary>
        [TestMethod]
        public static void EventsComeOutInTheOrderInWhichTheyWereWritten()
        {
            EventRing ring = Ring(4);
            Outbox outbox = new Outbox(ring);
            Write(ring, 3);

            Assert.AreEqual(3, outbox.Fill(BatchFormat.MaxEvents));

            Assert.AreEqual(1, outbox.First);
            Assert.AreEqual(100, outbox.Value(0));
            Assert.AreEqual(102, outbox.Value(2));
        }

        /// <summary>Loss is counted, and what is left is the newest.</summary>
        [TestMethod]
        public static void AFullRingDropsTheOldestAndCountsIt()
        {
            EventRing ring = Ring(4);
            Outbox outbox = new Outbox(ring);
            Write(ring, 6);

            outbox.Fill(BatchFormat.MaxEvents);

            Assert.AreEqual(2, ring.Dropped);
            Assert.AreEqual(3, outbox.First);
            Assert.AreEqual(2, outbox.Overflow);
            Assert.AreEqual(102, outbox.Value(0));
        }

        /// <summary>What is on its way is out of the producers' reach.</summary>
        [TestMethod]
        public static void TheOutboxStaysAsItIsUntilItIsEmptied()
        {
            EventRing ring = Ring(2);
            Outbox outbox = new Outbox(ring);
            Write(ring, 2);
            outbox.Fill(BatchFormat.MaxEvents);

            Write(ring, 5);
            outbox.Fill(BatchFormat.MaxEvents);

            Assert.AreEqual(2, outbox.Count);
            Assert.AreEqual(1, outbox.First);
            Assert.AreEqual(100, outbox.Value(0));
            outbox.Acknowledge();
            outbox.Fill(BatchFormat.MaxEvents);
            Assert.AreEqual(6, outbox.First);
            Assert.AreEqual(3, outbox.Overflow);
        }

        /// <summary>Numbers go on with 0 after the largest.</summary>
        [TestMethod]
        public static void NumbersWrap()
        {
            EventRing ring = new EventRing(4, -1, new AutoResetEvent(false));
            Outbox outbox = new Outbox(ring);
            Write(ring, 2);

            outbox.Fill(1);
            outbox.Acknowledge();
            outbox.Fill(1);

            Assert.AreEqual(0, outbox.First);
            Assert.AreEqual(1, ring.Next);
        }

        private static EventRing Ring(int capacityEvents)
        {
            return new EventRing(capacityEvents, 1, new AutoResetEvent(false));
        }

        private static void Write(EventRing ring, int events)
        {
            for (int i = 0; i < events; i++)
            {
                ring.Write(EventWord.Pack(EventKind.Temperature, 0, false, 0), i, 100 + i);
            }
        }
    }
}
