using NanoEvents.Protocol;
using nanoFramework.TestFramework;

namespace NanoEvents.Device.Tests
{
    /// <summary>The check at the end of a batch.</summary>
    [TestClass]
    public class Crc16Tests
    {

        /// <summary>The value that every description of this CRC gives.</summary>
        [TestMethod]
        public static void TheNineDigitsGiveTheKnownCheck()
        {
            byte[] digits = { 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39 };

            Assert.AreEqual(0x29B1, Crc16.Compute(digits, digits.Length));
        }

        /// <summary>Nothing in, the start value out.</summary>
        [TestMethod]
        public static void NoBytesGiveTheStartValue()
        {
            Assert.AreEqual(0xFFFF, Crc16.Compute(new byte[4], 0));
        }

        /// <summary>What stands after the length does not count.</summary>
        [TestMethod]
        public static void OnlyTheGivenLengthCounts()
        {
            byte[] bytes = { 1, 2, 3, 4 };
            int three = Crc16.Compute(bytes, 3);

            bytes[3] = 99;

            Assert.AreEqual(three, Crc16.Compute(bytes, 3));
        }
    }
}
