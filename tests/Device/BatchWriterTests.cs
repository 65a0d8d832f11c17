using NanoEvents.Protocol;
using nanoFramework.TestFramework;

namespace NanoEvents.Device.Tests
{
    /// <summary>Batches computed by hand from the description of the format.</summary>
    [TestClass]
    public class BatchWriterTests
    {
        private const int Boot = 0x123456;

        /// <summary>Head, boot, sequence, sealed and check: the shortest batch.</summary>
        [TestMethod]
        public static void ABatchWithoutEvents()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(Boot, 1, 1000, false);
            writer.End();

            Bytes.AreEqual("1056341201e8072b96", writer.Buffer, writer.Length);
        }

        /// <summary>Motion sensor 2 saw movement two ticks before the batch was sealed.</summary>
        [TestMethod]
        public static void AMotionBeforeTheBatchWasSealed()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(Boot, 5, 1000, false);
            writer.PutEvent(EventWord.Pack(EventKind.Motion, 2, true, 0), 998, 0);
            writer.End();

            Bytes.AreEqual("1056341205e80755024a7f", writer.Buffer, writer.Length);
        }

        /// <summary>21.53 °C, then 21.40 °C half a second later: the second is sent as the difference.</summary>
        [TestMethod]
        public static void TheSecondTemperatureOfASourceIsADifference()
        {
            BatchWriter writer = new BatchWriter();

            writer.Begin(Boot, 300, 1000, false);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 700, 2153);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 750, 2140);
            writer.End();

            Bytes.AreEqual("10563412ac02e80704ac02e91003320d9e97", writer.Buffer, writer.Length);
        }

        /// <summary>One writer serves every batch: nothing of the one before is left.</summary>
        [TestMethod]
        public static void AWriterUsedAgainStartsAfresh()
        {
            BatchWriter writer = new BatchWriter();
            writer.Begin(Boot, 300, 1000, false);
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 700, 2153);
            writer.End();

            writer.Begin(Boot, 1, 1000, false);
            writer.End();

            Bytes.AreEqual("1056341201e8072b96", writer.Buffer, writer.Length);
        }
    }
}
