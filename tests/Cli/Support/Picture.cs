using System.Globalization;
using System.Net;
using System.Text;

namespace NanoEvents.Cli.Tests.Support;

/// <summary>Draws a terminal's lines as SVG.</summary>
internal static class Picture
{
    private const int FontSize = 14;
    private const double CharacterWidth = 8.43;
    private const int LineHeight = 20;
    private const int Margin = 16;
    private const int TitleHeight = 34;

    // The colours that the program uses.
    private static readonly Dictionary<string, string> _colours = new()
    {
        ["0"] = "#d4d4d4",
        ["36"] = "#4ec9d4",
        ["38;5;2"] = "#73c991",
        ["38;5;8"] = "#8a8a8a",
        ["38;5;9"] = "#f48771",
        ["38;5;11"] = "#e2c08d",
        ["38;5;14"] = "#4ec9d4",
        ["38;5;15"] = "#f0f0f0",
        ["38;5;244"] = "#808080",
    };

    /// <summary>The picture's text.</summary>
    public static string Draw(string title, IReadOnlyList<IReadOnlyList<TerminalText>> lines)
    {
        int columns = lines.Max(line => line.Sum(text => text.Text.Length));
        double width = Math.Ceiling((columns * CharacterWidth) + (2 * Margin));
        int height = TitleHeight + (lines.Count * LineHeight) + Margin;
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" ");
        svg.Append(CultureInfo.InvariantCulture, $"font-family=\"ui-monospace, 'Cascadia Mono', Consolas, Menlo, 'DejaVu Sans Mono', monospace\" font-size=\"{FontSize}\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{WebUtility.HtmlEncode(title)}</title>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#1e1e1e\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin}\" y=\"22\" fill=\"#8a8a8a\" xml:space=\"preserve\">$ {WebUtility.HtmlEncode(title)}</text>\n");
        for (int i = 0; i < lines.Count; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin}\" y=\"{TitleHeight + (i * LineHeight) + FontSize}\" xml:space=\"preserve\">");
            foreach (TerminalText text in lines[i])
            {
                svg.Append(CultureInfo.InvariantCulture, $"<tspan fill=\"{_colours[text.Colour]}\">{WebUtility.HtmlEncode(text.Text)}</tspan>");
            }

            svg.Append("</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }
}
