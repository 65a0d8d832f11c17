using nanoFramework.TestFramework;

namespace NanoEvents.Device.Tests
{
    /// <summary>Bytes compared with the hex that a test expects.</summary>
    internal static class Bytes
    {
        private const string Digits = "0123456789abcdef";

        /// <summary>Fails where the first <paramref name="length"/> bytes are not <paramref name="hex"/>.</summary>
        public static void AreEqual(string hex, byte[] bytes, int length)
        {
            char[] actual = new char[length * 2];
            for (int i = 0; i < length; i++)
            {
                actual[2 * i] = Digits[bytes[i] >> 4];
                actual[(2 * i) + 1] = Digits[bytes[i] & 15];
            }

            Assert.AreEqual(hex, new string(actual));
        }
    }
}
