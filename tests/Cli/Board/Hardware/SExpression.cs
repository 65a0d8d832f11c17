namespace NanoEvents.Cli.Tests.Board.Hardware;

/// <summary>KiCad's notation: a word, a text in quotes, or a list of them in parentheses. Reading is strict.</summary>
internal sealed class SExpression
{
    private readonly List<SExpression> _items = [];

    private SExpression(string? text)
    {
        Text = text;
    }

    /// <summary>The word or text; null for a list.</summary>
    public string? Text { get; }

    public IReadOnlyList<SExpression> Items => _items;

    /// <summary>The first word of a list.</summary>
    public string Head => _items.Count > 0 ? _items[0].Text ?? "" : "";

    public SExpression this[int index] => _items[index];

    /// <summary>The lists in this one that begin with a word.</summary>
    public IEnumerable<SExpression> All(string head) => _items.Where(item => item.Text == null && item.Head == head);

    public SExpression One(string head) => All(head).Single();

    public static SExpression Parse(string text)
    {
        int at = 0;
        SExpression whole = ParseOne(text, ref at);
        return text[at..].Trim().Length == 0 ? whole : throw new FormatException($"something follows at {at}");
    }

    private static SExpression ParseOne(string text, ref int at)
    {
        SkipSpace(text, ref at);
        if (text[at] == '"')
        {
            int end = text.IndexOf('"', at + 1);
            SExpression quoted = new(text[(at + 1)..end]);
            at = end + 1;
            return quoted;
        }

        if (text[at] != '(')
        {
            int from = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('(' or ')' or '"'))
            {
                at++;
            }

            return at > from ? new SExpression(text[from..at]) : throw new FormatException($"'{text[at]}' at {at}");
        }

        SExpression list = new(null);
        at++;
        for (SkipSpace(text, ref at); text[at] != ')'; SkipSpace(text, ref at))
        {
            list._items.Add(ParseOne(text, ref at));
        }

        at++;
        return list;
    }

    private static void SkipSpace(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        if (at == text.Length)
        {
            throw new FormatException("a list is not closed");
        }
    }
}
