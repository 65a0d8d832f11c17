namespace NanoEvents.Cli.Board;

/// <summary>
/// A chip that nanoCLR supports, and the addresses in its partition tables. One address for each chip: nanoCLR's tables for 2 to 32 MB of flash
/// differ only in sizes.
/// </summary>
/// <param name="Name">As `--chip` takes it.</param>
/// <param name="Title">As nanoff prints it.</param>
/// <param name="Target">nanoCLR's build for it.</param>
/// <param name="FactorySize">How many bytes nanoCLR's own partition has, from <see cref="FactoryAddress"/> on.</param>
/// <param name="DeployAddress">The address of the application. nanoff's own default, 0x1B0000, lies inside nanoCLR on half of these chips.</param>
/// <param name="DeploySize">The largest size of the application in bytes, with 4 MB of flash.</param>
/// <param name="HasWifi">Whether the firmware can reach a broker from it.</param>
internal sealed record Chip(string Name, string Title, string Target, int FactorySize, int DeployAddress, int DeploySize, bool HasWifi = true)
{
    public const int FactoryAddress = 0x10000;

    /// <summary>nanoCLR's tables for less flash memory leave 64 kB for an application.</summary>
    public const int LeastFlashKilobytes = 4096;

    public static readonly Chip Esp32 = new("esp32", "ESP32", "ESP32_REV3", 0x1D0000, 0x1E0000, 0x1C0000);
    public static readonly Chip S3 = new("esp32s3", "ESP32-S3", "ESP32_S3_OCTAL", 0x1A0000, 0x1B0000, 0x1F0000);
    public static readonly Chip C3 = new("esp32c3", "ESP32-C3", "ESP32_C3", 0x1A0000, 0x1B0000, 0x1F0000);

    public static readonly IReadOnlyList<Chip> All =
    [
        Esp32,
        new("esp32s2", "ESP32-S2", "ESP32_S2", 0x1A0000, 0x1B0000, 0x1F0000),
        S3,
        C3,
        new("esp32c5", "ESP32-C5", "ESP32_C5_THREAD", 0x240000, 0x250000, 0x170000),
        new("esp32c6", "ESP32-C6", "ESP32_C6_THREAD", 0x240000, 0x250000, 0x170000),
        new("esp32c61", "ESP32-C61", "ESP32_C61", 0x240000, 0x250000, 0x170000),
        new("esp32h2", "ESP32-H2", "ESP32_H2_THREAD", 0x1B0000, 0x1C0000, 0x1E0000, HasWifi: false),
        new("esp32p4", "ESP32-P4", "ESP32_P4", 0x1A0000, 0x1B0000, 0x1F0000, HasWifi: false),
    ];

    /// <summary>A chip by its name, with or without the first part and the dash: esp32s3, ESP32-S3, s3.</summary>
    public static Chip? Find(string name)
    {
        string plain = name.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        return All.FirstOrDefault(chip => chip.Name == plain || (plain.Length > 0 && chip.Name == "esp32" + plain));
    }
}
