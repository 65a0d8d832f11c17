using NanoEvents.Cli.Board;

namespace NanoEvents.Cli.Flash;

/// <summary>What somebody wants flashed.</summary>
/// <param name="Port">The serial port; null for the only one.</param>
/// <param name="Chip">The chip; null for what the board says.</param>
/// <param name="Target">nanoCLR's build; null for the chip's.</param>
/// <param name="Erase">Whether to erase the board first.</param>
/// <param name="Waits">Whether to listen to the board afterwards.</param>
internal sealed record FlashRequest(string? Port, Chip? Chip, string? Target, bool Erase, bool Waits)
{
    /// <summary>The commands for a chip.</summary>
    public FlashPlan Plan(Chip chip, string target, string port, string image) => new(chip, target, port, BoardVersions.Embedded().NanoClr, image, Erase);
}
