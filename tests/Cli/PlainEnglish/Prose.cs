using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NanoEvents.Cli.Tests.PlainEnglish;

/// <summary>The sentences of a text, without code, headings, links and marks.</summary>
internal static partial class Prose
{
    // In the place of code; a capital, so that a sentence can begin with it.
    private const string Code = "Code";

    public static IEnumerable<string> OfMarkdown(string page)
    {
        string text = Comments().Replace(page.ReplaceLineEndings("\n"), "");
        text = Fences().Replace(text, "");
        return Paragraphs(text).SelectMany(paragraph => Sentences(WithoutMarks(paragraph)));
    }

    /// <summary>The XML documentation of a source file.</summary>
    public static IEnumerable<string> OfDocumentation(string source) =>
        from block in DocumentationBlocks().Matches(source.ReplaceLineEndings("\n")).Cast<Match>()
        let xml = XElement.Parse($"<doc>{Slashes().Replace(block.Value, "")}</doc>", LoadOptions.PreserveWhitespace)
        from element in xml.Elements()
        where element.Name.LocalName is not ("example" or "inheritdoc")
        from sentence in Sentences(Spaces().Replace(TextOf(element), " ").Trim())
        select sentence;

    /// <summary>A help screen: the description, and what each option and verb does, behind two spaces or more.</summary>
    public static IEnumerable<string> OfHelp(string screen) =>
        screen.ReplaceLineEndings("\n").Split('\n').SelectMany(line => Columns().Split(line.Trim())).SelectMany(Sentences);

    // Lines of one paragraph together; cells of a table and items of a list apart.
    private static IEnumerable<string> Paragraphs(string text)
    {
        string paragraph = "";
        foreach (string line in text.Split('\n').Select(line => line.Trim()).Append(""))
        {
            bool isItem = Item().IsMatch(line);
            bool isCells = line.StartsWith('|');
            bool begins = line.Length == 0 || line.StartsWith('#') || isCells || isItem;
            if (begins && paragraph.Length > 0)
            {
                yield return paragraph;
                paragraph = "";
            }

            if (isCells)
            {
                foreach (string cell in line.Split('|'))
                {
                    yield return cell.Trim();
                }
            }
            else if (!line.StartsWith('#'))
            {
                paragraph += " " + Item().Replace(line, "");
            }
        }
    }

    private static string WithoutMarks(string paragraph) =>
        Marks().Replace(InlineCode().Replace(Links().Replace(Tags().Replace(paragraph, ""), "$1"), Code), "").Trim();

    private static IEnumerable<string> Sentences(string paragraph) => SentenceEnds().Split(paragraph).Where(sentence => sentence.Length > 0);

    private static string TextOf(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" or "code" } => Code,
        XElement element when element.IsEmpty => NameOf(element),
        XElement element => string.Concat(element.Nodes().Select(TextOf)),
        _ => "",
    };

    private static string NameOf(XElement reference)
    {
        string name = (reference.Attribute("cref") ?? reference.Attribute("name") ?? reference.Attribute("langword"))?.Value ?? "";
        return name.Split('(')[0].Split('.', ':')[^1];
    }

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex("^ *```.*?^ *```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"^(?:[-*]|\d+\.) (?:\[.\] )?")]
    private static partial Regex Item();

    [GeneratedRegex(@"!?\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Links();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\*")]
    private static partial Regex Marks();

    [GeneratedRegex("""(?<=[.!?]["')]*) +(?=[A-Z"'(])""")]
    private static partial Regex SentenceEnds();

    [GeneratedRegex(@"(?:^[ \t]*///.*\n)+", RegexOptions.Multiline)]
    private static partial Regex DocumentationBlocks();

    [GeneratedRegex(@"^[ \t]*/// ?", RegexOptions.Multiline)]
    private static partial Regex Slashes();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Columns();
}
