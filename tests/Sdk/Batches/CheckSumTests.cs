using Xunit;

namespace NanoEvents.Tests;

public sealed class CheckSumTests
{
    [Fact]
    public void TheValueOfTheCatalogueComesOut() => Assert.Equal(0x29B1, CheckSum.Compute("123456789"u8));

    [Fact]
    public void EveryLengthGivesWhatTheDefinitionGives()
    {
        var random = new Random(7);
        for (int length = 0; length <= 1040; length++)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            int expected = ByDefinition(bytes);

            Assert.Equal(expected, CheckSum.Compute(bytes));
            Assert.Equal(expected, CheckSum.ByTables(bytes));
        }
    }

    [Fact]
    public void BytesInTheMiddleOfAnArrayAreTakenAlone()
    {
        byte[] bytes = [.. Enumerable.Range(0, 200).Select(static i => (byte)(i * 37))];
        for (int from = 0; from < 20; from++)
        {
            ReadOnlySpan<byte> middle = bytes.AsSpan(from, 150);
            Assert.Equal(ByDefinition(middle), CheckSum.Compute(middle));
        }
    }

    // Bit by bit, as the catalogue of CRCs defines it.
    private static int ByDefinition(ReadOnlySpan<byte> bytes)
    {
        int crc = 0xFFFF;
        foreach (byte b in bytes)
        {
            crc ^= b << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x1021) & 0xFFFF : crc << 1;
            }
        }

        return crc;
    }
}
