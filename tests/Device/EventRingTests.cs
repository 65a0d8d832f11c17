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
            Write(ring, 3);

            Assert.AreEqual(3, ring.FillOutbox(BatchFormat.MaxEvents));

            Assert.AreEqual(1, ring.OutboxFirst);
            Assert.AreEqual(100, ring.OutboxValue(0));
            Assert.AreEqual(102, ring.OutboxValue(2));
        }

        /// <summary>Loss is counted, and what is left is the newest.</summary>
        [TestMethod]
        public static void AFullRingDropsTheOldestAndCountsIt()
        {
            EventRing ring = Ring(4);
            Write(ring, 6);

            ring.FillOutbox(BatchFormat.MaxEvents);

            Assert.AreEqual(2, ring.Dropped);
            Assert.AreEqual(3, ring.OutboxFirst);
            Assert.AreEqual(2, ring.OutboxOverflow);
            Assert.AreEqual(102, ring.OutboxValue(0));
        }

        /// <summary>What is on its way is out of the producers' reach.</summary>
        [TestMethod]
        public static void TheOutboxStaysAsItIsUntilItIsEmptied()
        {
            EventRing ring = Ring(2);
            Write(ring, 2);
            ring.FillOutbox(BatchFormat.MaxEvents);

            Write(ring, 5);
            ring.FillOutbox(BatchFormat.MaxEvents);

            Assert.AreEqual(2, ring.OutboxCount);
            Assert.AreEqual(1, ring.OutboxFirst);
            Assert.AreEqual(100, ring.OutboxValue(0));
            ring.EmptyOutbox();
            ring.FillOutbox(BatchFormat.MaxEvents);
            Assert.AreEqual(6, ring.OutboxFirst);
            Assert.AreEqual(3, ring.OutboxOverflow);
        }

        /// <summary>Numbers go on with 0 after the largest.</summary>
        [TestMethod]
        public static void NumbersWrap()
        {
            EventRing ring = new EventRing(4, -1, new AutoResetEvent(false));
            Write(ring, 2);

            ring.FillOutbox(1);
            ring.EmptyOutbox();
            ring.FillOutbox(1);

            Assert.AreEqual(0, ring.OutboxFirst);
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
