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
            "NS\u0001"u8[..Math.Min(3, bytes.Length)].CopyTo(bytes);
            if (bytes.Length > 9)
            {
                bytes[8] = (byte)(bytes.Length - 12);
                bytes[9] = 0;
            }

            // One in 65536 has a right check, and is then decoded like any other.
            _ = _file.IsWhole(bytes) && _file.Decode(bytes).UnknownCount >= 0;
        }
    }

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
}
