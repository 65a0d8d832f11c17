namespace NanoEvents.Cli.Board;

/// <summary>The nanoff commands that bring the firmware onto a bare board.</summary>
/// <param name="Chip">The chip; it decides the address.</param>
/// <param name="Target">nanoCLR's build.</param>
/// <param name="Port">The serial port.</param>
/// <param name="Version">nanoCLR's version.</param>
/// <param name="Image">The firmware's image.</param>
/// <param name="Erase">Whether to erase the board first, including settings and Wi-Fi.</param>
internal sealed record FlashPlan(Chip Chip, string Target, string Port, string Version, string Image, bool Erase)
{
    /// <summary>Which chip is it?</summary>
    public static IReadOnlyList<string> Details(string port) => ["--platform", "esp32", "--serialport", port, "--devicedetails"];

    /// <summary>nanoCLR. Without --masserase nanoff keeps the partition that holds settings, Wi-Fi and certificates.</summary>
    public IReadOnlyList<string> Update =>
        ["--target", Target, "--serialport", Port, "--update", "--fwversion", Version, .. Erase ? ["--masserase"] : Array.Empty<string>()];

    /// <summary>The firmware. A separate run: together with --update, nanoff ignores the address.</summary>
    public IReadOnlyList<string> Deploy =>
        ["--target", Target, "--serialport", Port, "--deploy", "--image", Image, "--address", $"0x{Chip.DeployAddress:X}"];
}
