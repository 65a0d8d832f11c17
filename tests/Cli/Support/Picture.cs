using System.Globalization;
using System.Net;
using System.Text;
using NanoEvents.Cli.Screen;

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
    private static readonly Dictionary<Paint, string> _colours = new()
    {
        [Paint.Plain] = "#d4d4d4",
        [Paint.Red] = "#f48771",
        [Paint.Green] = "#73c991",
        [Paint.Yellow] = "#e2c08d",
        [Paint.Cyan] = "#4ec9d4",
        [Paint.Dim] = "#808080",
        [Paint.Bright] = "#f0f0f0",
    };

    /// <summary>The picture's text.</summary>
    public static string Draw(string title, IReadOnlyList<IReadOnlyList<(Paint Paint, string Text)>> lines)
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
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin}\" y=\"{TitleHeight + (i * LineHeight) + FontSize}\" textLength=\"{lines[i].Sum(text => text.Text.Length) * CharacterWidth:0}\" xml:space=\"preserve\">");
            foreach ((Paint Paint, string Text) text in lines[i])
            {
                svg.Append(CultureInfo.InvariantCulture, $"<tspan fill=\"{_colours[text.Paint]}\">{WebUtility.HtmlEncode(text.Text)}</tspan>");
            }

            svg.Append("</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }
}
