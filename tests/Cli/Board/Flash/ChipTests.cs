using NanoEvents.Cli.Board;

namespace NanoEvents.Cli.Tests.Board.Flash;

/// <summary>The table of chips says what nanoCLR's partition tables say.</summary>
public sealed class ChipTests
{
    public static TheoryData<string> Names => [.. Chip.All.Select(chip => chip.Name)];

    // From nanoCLR's partitions_nanoclr_4mb.csv of each chip: factory size, deploy address and size.
    [Theory]
    [InlineData("esp32", 0x1D0000, 0x1E0000, 0x1C0000)]
    [InlineData("esp32s2", 0x1A0000, 0x1B0000, 0x1F0000)]
    [InlineData("esp32s3", 0x1A0000, 0x1B0000, 0x1F0000)]
    [InlineData("esp32c3", 0x1A0000, 0x1B0000, 0x1F0000)]
    [InlineData("esp32c5", 0x240000, 0x250000, 0x170000)]
    [InlineData("esp32c6", 0x240000, 0x250000, 0x170000)]
    [InlineData("esp32c61", 0x240000, 0x250000, 0x170000)]
    [InlineData("esp32h2", 0x1B0000, 0x1C0000, 0x1E0000)]
    [InlineData("esp32p4", 0x1A0000, 0x1B0000, 0x1F0000)]
    public void TheAddressesAreThoseOfThePartitionTables(string name, int factorySize, int deployAddress, int deploySize)
    {
        Chip chip = Chip.Find(name)!;

        Assert.Equal((factorySize, deployAddress, deploySize), (chip.FactorySize, chip.DeployAddress, chip.DeploySize));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NoApplicationGoesIntoNanoClrOrIntoTheSettings(string name)
    {
        const int SettingsAddress = 0x3C0000;
        Chip chip = Chip.Find(name)!;

        Assert.True(chip.DeployAddress >= Chip.FactoryAddress + chip.FactorySize);
        Assert.True(chip.DeployAddress + chip.DeploySize <= SettingsAddress);
    }

    [Fact]
    public void AChipIsFoundByAnyOfItsSpellings()
    {
        Assert.All(["esp32s3", "ESP32-S3", "s3", "S3"], name => Assert.Same(Chip.S3, Chip.Find(name)));
        Assert.Null(Chip.Find("s9"));
        Assert.Null(Chip.Find(""));
    }

    [Fact]
    public void TheVersionsNameThePlainEsp32sTarget()
    {
        Assert.Contains(Chip.Esp32.Target, BoardVersions.Embedded().Targets);
    }

    // The lines that nanoff prints after "Connected to:", as its source composes them.
    [Theory]
    [InlineData("ESP32 (ESP32-D0WD-V3 (revision v3.1))", "Features Wi-Fi, BT", "esp32", "ESP32_REV3")]
    [InlineData("ESP32 (ESP32-D0WDQ6 (revision v1.0))", "Features Wi-Fi, BT", "esp32", "ESP32_REV0")]
    [InlineData("ESP32 (ESP32-PICO-D4 (revision v1.1))", "Features Wi-Fi, BT", "esp32", "ESP32_PICO")]
    [InlineData("ESP32-S3 (ESP32-S3 (revision v0.2))", "Features Wi-Fi, BLE", "esp32s3", "ESP32_S3_OCTAL")]
    [InlineData("ESP32-S3 (ESP32-S3 (revision v0.2))", "Features Wi-Fi, BLE, Embedded PSRAM 2MB", "esp32s3", "ESP32_S3_QUAD")]
    [InlineData("ESP32-C3 (ESP32-C3 (revision v0.4))", "Features Wi-Fi, BLE", "esp32c3", "ESP32_C3")]
    [InlineData("ESP32-C3 (ESP32-C3 (revision v0.2))", "Features Wi-Fi, BLE", "esp32c3", "ESP32_C3_BETA")]
    [InlineData("ESP32-C61", "Features Wi-Fi", "esp32c61", "ESP32_C61")]
    public void TheChipIsReadFromWhatNanoffTells(string first, string second, string chip, string target)
    {
        ChipReport? report = ChipReport.Parse($"Reading details from chip...OK\n\nConnected to:\n{first}\n{second}\nFlash size 4MB\n");

        Assert.Equal((chip, target, first), (report?.Chip.Name, report?.Target, report?.Words));
    }

    [Theory]
    [InlineData("Flash size 4MB GD25Q32 from GIGADEVICE (manufacturer 0xC8 device 0x4016)\nPSRAM: not available\nCrystal 40MHz\nMAC 24:6F:28:0A:b1:C2\n", 4096, "nano-0ab1c2")]
    [InlineData("Flash size 512kB unknown\nMAC 00:00:00:00:00:00\n", 512, null)]
    [InlineData("Flash size 0kB unknown\nMAC unknown\n", null, null)]
    [InlineData("", null, null)]
    public void SizeAndNameAreReadFromWhatNanoffTells(string rest, int? kilobytes, string? name)
    {
        ChipReport report = ChipReport.Parse($"Connected to:\nESP32 (ESP32-D0WD-V3 (revision v3.1))\nFeatures Wi-Fi, BT\n{rest}")!;

        Assert.Equal((kilobytes, name), (report.FlashKilobytes, report.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Connected to:\n")]
    [InlineData("Connected to:\nESP8266\n")]
    public void AChipThatIsNotToldIsNotGuessed(string output)
    {
        Assert.Null(ChipReport.Parse(output));
    }
}
