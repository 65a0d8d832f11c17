namespace NanoEvents.Cli.Screen;

/// <summary>A colour of the screen; the number is the terminal's own for it.</summary>
internal enum Paint
{
    Plain = 0,
    Red = 31,
    Green = 32,
    Yellow = 33,
    Cyan = 36,
    Dim = 90,
    Bright = 97,
}
