using NanoEvents.Firmware;
using NanoEvents.Protocol;
using nanoFramework.TestFramework;

namespace NanoEvents.Device.Tests
{
    /// <summary>What is stored while the broker is away comes after a restart, what was cut off does not, and the flash is spared.</summary>
    [TestClass]
    public class StoreTests
    {
        private const int PeriodMs = 1000;

        /// <summary>One batch is written, one is not, and the power goes.</summary>
        [TestMethod]
        public static void WhatWasWrittenIsThereAfterARestart()
        {
            MemoryPages pages = new MemoryPages();
            EventStore before = new EventStore(pages, 16, 1, new WriteBudget(PeriodMs, 1));
            Assert.IsTrue(Add(before, 1, 1));
            Assert.IsTrue(before.TryWrite(PeriodMs));
            Assert.IsTrue(Add(before, 1, 2));

            EventStore after = new EventStore(pages, 16, 2, new WriteBudget(PeriodMs, 1));
            Assert.IsTrue(after.TryNext());
            Assert.IsFalse(after.IsOwn);
            Assert.AreEqual(2, after.BatchEnd);
            after.Acknowledged();
            Assert.IsFalse(after.TryNext());
            Assert.IsTrue(after.IsEmpty);
        }

        /// <summary>A page that lacks its last byte has lost the batch that the byte was in, and no other.</summary>
        [TestMethod]
        public static void APageThatWasCutOffGivesWhatWasBefore()
        {
            MemoryPages pages = new MemoryPages();
            EventStore before = new EventStore(pages, 16, 1, new WriteBudget(PeriodMs, 1));
            Assert.IsTrue(Add(before, 1, 1));
            Assert.IsTrue(Add(before, 1, 2));
            Assert.IsTrue(before.TryWrite(PeriodMs));
            pages.CutLastByte(0);

            EventStore after = new EventStore(pages, 16, 2, new WriteBudget(PeriodMs, 1));
            Assert.IsTrue(after.TryNext());
            Assert.AreEqual(2, after.BatchEnd);
            after.Acknowledged();
            Assert.IsFalse(after.TryNext());
        }

        /// <summary>Without a budget nothing is written.</summary>
        [TestMethod]
        public static void TheBudgetIsKept()
        {
            MemoryPages pages = new MemoryPages();
            EventStore store = new EventStore(pages, 16, 1, new WriteBudget(PeriodMs, 1));
            Assert.IsTrue(Add(store, 1, 1));
            Assert.IsFalse(store.TryWrite(PeriodMs - 1));
            Assert.IsTrue(store.TryWrite(PeriodMs));
            Assert.IsTrue(Add(store, 1, 2));
            Assert.IsFalse(store.TryWrite(PeriodMs));
            Assert.AreEqual(1, store.Writes);
            Assert.AreEqual(2, store.Refused);
        }

        private static bool Add(EventStore store, int boot, int sequence)
        {
            BatchWriter writer = new BatchWriter();
            writer.Begin(boot, sequence, 1000, false);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, true, 0), 990, 0);
            int length = writer.End();
            return store.TryAdd(writer.Buffer, length, sequence, sequence + 1);
        }

        private sealed class MemoryPages : IPageStorage
        {
            private readonly byte[][] _slots = new byte[EventStore.MaxPages][];

            public int Read(int slot, byte[] buffer, int most)
            {
                byte[] page = _slots[slot];
                int length = page == null ? 0 : page.Length < most ? page.Length : most;
                for (int i = 0; i < length; i++)
                {
                    buffer[i] = page[i];
                }

                return length;
            }

            public bool TryWrite(int slot, byte[] buffer, int length)
            {
                byte[] page = new byte[length];
                for (int i = 0; i < length; i++)
                {
                    page[i] = buffer[i];
                }

                _slots[slot] = page;
                return true;
            }

            public bool TryDelete(int slot)
            {
                _slots[slot] = null;
                return true;
            }

            public void CutLastByte(int slot)
            {
                TryWrite(slot, _slots[slot], _slots[slot].Length - 1);
            }
        }
    }
}
