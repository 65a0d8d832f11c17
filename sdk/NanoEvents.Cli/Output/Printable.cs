namespace NanoEvents.Cli.Output;

/// <summary>Text that came over the network, made safe for a terminal.</summary>
internal static class Printable
{
    public static string Text(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;
}
