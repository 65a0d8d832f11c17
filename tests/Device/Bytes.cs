using System.Text;
using NanoEvents.Protocol;
using nanoFramework.TestFramework;

namespace NanoEvents.Device.Tests
{
    /// <summary>Bytes written as hex, in a test's text.</summary>
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

        /// <summary>The bytes that <paramref name="hex"/> says.</summary>
        public static byte[] Of(string hex)
        {
            byte[] bytes = new byte[hex.Length / 2];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)((Digits.IndexOf(hex[2 * i]) << 4) | Digits.IndexOf(hex[(2 * i) + 1]));
            }

            return bytes;
        }

        /// <summary>Adds the bytes that <paramref name="hex"/> says to a field.</summary>
        public static void Put(BatchWriter writer, string hex)
        {
            Put(writer, Of(hex));
        }

        /// <summary>Adds a text to a field, as UTF-8.</summary>
        public static void PutText(BatchWriter writer, string text)
        {
            Put(writer, Encoding.UTF8.GetBytes(text));
        }

        private static void Put(BatchWriter writer, byte[] bytes)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                writer.PutByte(bytes[i]);
            }
        }
    }
}
