using System.Text;

namespace NanoEvents.Firmware.Tests.Configuration;

public sealed class SettingsFileTests
{
    private readonly SettingsFile _file = new();

    [Fact]
    public void WhatIsSavedComesBack()
    {
        SettingTexts values = Values.Of(("device.id", "hall"), ("motion.names", "flur, küche"), ("broker.password", " ä=b# "), ("broker.user", ""));

        byte[] bytes = _file.Encode(values, 7, SettingsFile.FlagRolledBack);

        Assert.True(_file.IsWhole(bytes));
        Assert.Equal(7, SettingsFile.Generation(bytes));
        Assert.Equal(SettingsFile.FlagRolledBack, SettingsFile.Flags(bytes));
        Assert.Equal(values.Text(), _file.Decode(bytes).Text());
    }

    [Fact]
    public void WhatThisFirmwareDoesNotKnowIsKeptAndNamed()
    {
        SettingTexts values = Values.Of(("motion.pin", "26"));
        values.TryKeepUnknown("fan.speed=3");
        values.TryKeepUnknown("motion.debounce=a while");

        SettingTexts read = _file.Decode(_file.Encode(values, 1, 0));

        Assert.Equal("26", read.Get("motion.pin"));
        Assert.Null(read.Get("motion.debounce"));
        Assert.Equal(["fan.speed", "motion.debounce"], Enumerable.Range(0, read.UnknownCount).Select(read.UnknownName));
        Assert.Equal(values.Text(), read.Text());
    }

    [Fact]
    public void AnyFlippedBitIsFound()
    {
        byte[] bytes = _file.Encode(Values.Of(("device.id", "hall"), ("broker.host", "10.0.0.2")), 1, 0);

        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] flipped = bytes.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(_file.IsWhole(flipped), $"bit {bit}");
        }
    }

    /// <summary>A CRC-16 alone lets one of 65,536 torn files pass.</summary>
    [Fact]
    public void OfAMillionTornFilesNonePasses()
    {
        Random random = new(21);
        int torn = 0;
        for (int generation = 3; torn < 1_000_000; generation++)
        {
            byte[] old = _file.Encode(Drawn(random), generation - 2, 0);
            byte[] bytes = _file.Encode(Drawn(random), generation, 0);
            for (int written = 0; written < bytes.Length; written++)
            {
                byte[] begun = bytes[..written];
                foreach (byte[] behind in new[] { [], old[Math.Min(written, old.Length)..], Filled(0xFF), Filled(0) })
                {
                    byte[] file = [.. begun, .. behind];
                    torn++;
                    Assert.True(!_file.IsWhole(file) || file.AsSpan().SequenceEqual(old) || file.AsSpan().SequenceEqual(bytes), $"generation {generation}, cut at byte {written}");
                }

                byte[] Filled(byte value) => [.. Enumerable.Repeat(value, bytes.Length - written)];
            }
        }
    }

    [Fact]
    public void TooManySettingsAreRefusedAndNotCut()
    {
        SettingTexts values = new();
        for (int i = 0; i < SettingTexts.MaxUnknown; i++)
        {
            values.TryKeepUnknown($"x{i}=" + new string('y', 300));
        }

        Assert.Null(_file.Encode(values, 1, 0));
        Assert.False(values.TryKeepUnknown("one=more"));
    }

    [Fact]
    public void RandomBytesAreNoFileAndNeverThrow()
    {
        Random random = new(11);
        for (int run = 0; run < 20000; run++)
        {
            byte[] bytes = new byte[random.Next(80)];
            random.NextBytes(bytes);
            "NS\u0002"u8[..Math.Min(3, bytes.Length)].CopyTo(bytes);
            if (bytes.Length > 24)
            {
                "\u0007\0\0\0"u8.CopyTo(bytes.AsSpan(4));
                "\nend=7\n"u8.CopyTo(bytes.AsSpan(bytes.Length - 9));
                bytes[12] = (byte)(bytes.Length - 16);
                bytes[13] = 0;
            }

            // One in 65536 has a right check, and is then decoded like any other.
            _ = _file.IsWhole(bytes) && _file.Decode(bytes).UnknownCount >= 0;
        }
    }

    private static SettingTexts Drawn(Random random) => Values.Of(
        ("broker.host", $"10.0.{random.Next(256)}.{random.Next(256)}"), ("motion.pin", $"{random.Next(40)}"), ("publish.linger", $"{random.Next(10)}"), ("device.id", "hall"));

    [Fact]
    public void AWholeFileWithRandomLinesIsReadAsFarAsItIsKnown()
    {
        Random random = new(12);
        for (int run = 0; run < 5000; run++)
        {
            SettingTexts values = Values.Of(("motion.pin", "26"));
            for (int i = random.Next(SettingTexts.MaxUnknown); i > 0; i--)
            {
                byte[] noise = new byte[random.Next(40)];
                random.NextBytes(noise);
                values.TryKeepUnknown(Encoding.UTF8.GetString(noise));
            }

            Assert.Equal("26", _file.Decode(_file.Encode(values, 1, 0)).Get("motion.pin"));
        }
    }

    /// <summary>Each part of the header is looked at by itself: the check of the file is right.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(12)]
    [InlineData(13)]
    public void AFileWithAnotherHeaderAndARightCheckIsNoFile(int at)
    {
        byte[] bytes = _file.Encode(Values.Of(("device.id", "hall")), 1, 0);
        foreach (int change in new[] { -1, 1 })
        {
            byte[] other = [.. bytes];
            other[at] = unchecked((byte)(other[at] + change));
            Assert.False(_file.IsWhole(Checked(other)));
        }

        Assert.True(_file.IsWhole(Checked([.. bytes])));
    }

    [Fact]
    public void NothingIsNoFileAndNoSettingsAreOne()
    {
        byte[] empty = _file.Encode(new SettingTexts(), 0, 0);

        Assert.True(_file.IsWhole(empty));
        Assert.Equal(22, empty.Length);
        Assert.Equal("", _file.Decode(empty).Text());
        Assert.False(_file.IsWhole(null!));
        Assert.False(_file.IsWhole([]));
        Assert.False(_file.IsWhole(empty[..15]));
    }

    [Fact]
    public void TheLongestFileHasFourKilobytes()
    {
        SettingTexts values = Long(0);
        int more = SettingsFile.MaxBytes - _file.Encode(values, 1, 0).Length;

        byte[] longest = _file.Encode(Long(more), 1, 0);

        Assert.Equal(4096, longest.Length);
        Assert.True(_file.IsWhole(longest));
        Assert.Equal(Long(more).Text(), _file.Decode(longest).Text());
        Assert.Null(_file.Encode(Long(more + 1), 1, 0));
        byte[] tooLong = [.. longest[..20], (byte)'y', .. longest[20..]];
        tooLong[12]++;
        Assert.False(_file.IsWhole(Checked(tooLong)));
    }

    [Theory]
    [InlineData("=x", "")]
    [InlineData("nothing", "")]
    [InlineData("x=", "x=")]
    public void ALineNeedsAName(string line, string kept)
    {
        SettingTexts values = new();
        values.TryKeepUnknown(line);

        Assert.Equal(kept, _file.Decode(_file.Encode(values, 1, 0)).Text());
    }

    [Fact]
    public void GenerationsOfAllSizesComeBack()
    {
        Assert.All(new[] { 0, 1, 255, 256, 65_536, 1 << 24, int.MaxValue, int.MinValue, -1 }, generation =>
            Assert.Equal(generation, SettingsFile.Generation(_file.Encode(new SettingTexts(), generation, 0))));
    }

    private static SettingTexts Long(int more)
    {
        SettingTexts values = new();
        for (int i = 0; i < 10; i++)
        {
            values.TryKeepUnknown($"x{i}=" + new string('y', 300));
        }

        values.TryKeepUnknown("z=" + new string('y', more));
        return values;
    }

    private static byte[] Checked(byte[] file)
    {
        int crc = NanoEvents.Protocol.Crc16.Compute(file, file.Length - 2);
        (file[^2], file[^1]) = ((byte)crc, (byte)(crc >> 8));
        return file;
    }
}
