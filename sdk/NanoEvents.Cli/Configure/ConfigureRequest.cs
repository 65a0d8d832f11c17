namespace NanoEvents.Cli.Configure;

/// <summary>What somebody wants of a board's settings.</summary>
/// <param name="Port">The serial port; null for the only one.</param>
/// <param name="Baud">The speed at which a console is asked.</param>
/// <param name="Inputs">The settings that change.</param>
/// <param name="Asks">Whether missing settings are asked for on the terminal.</param>
/// <param name="Reset">Whether the other settings get their defaults.</param>
/// <param name="Show">Whether to show all settings afterwards.</param>
internal sealed record ConfigureRequest(string? Port, int Baud, IReadOnlyList<SettingInput> Inputs, bool Asks, bool Reset, bool Show)
{
    /// <summary>Whether anything changes.</summary>
    public bool Changes => Inputs.Count != 0 || Reset;
}
