using System.Text.RegularExpressions;

namespace NanoEvents.Cli.Tests.PlainEnglish;

/// <summary>The kinds of sentence that readers stumbled on, as patterns, and how to write them instead.</summary>
internal static class Stumbles
{
    private const int MaxWords = 40;

    // A question begins alike, and is no inversion.
    private const string NoQuestion = "[^?]*$";

    private static readonly (Regex Pattern, string Advice)[] _all =
    [
        Kind("(^|[.;:] )Where (a|an|the|it|its|no|not|they|there|this|that|one|nothing|nobody|some|something|you|your|our) .*, " + NoQuestion, "begin with If or When, and with the subject"),
        Kind("(^|[.;:] )Where [A-Za-z]+ (is|are|was|does|do|has|have|fails?) .*, " + NoQuestion, "begin with If or When, and with the subject"),
        Kind("(^|[.;] |, and )[Ww]hat (is|was|are|did|does|has|had|comes|came|cannot|can|must|may|waits|stands|a|an|the|it|they|you) .* (is|are|was|were|comes?|goes|applies|stays|counts|costs|waits|stands|has|does|can|will|follows) " + NoQuestion, "name the thing instead of What …"),
        Kind("(^|[.;] )Who(ever)? " + NoQuestion, "address the reader as you"),
        Kind("(^|[.;] )And which " + NoQuestion, "make it a sentence of its own"),
        Kind(@"\bmend(s|ed|ing)?\b", "fix, or repair"),
        Kind(@"\bstands? (between|in for|there|here|above|below|behind)\b|\bhow (it|they) stands?\b", "is"),
        Kind(@"\bnobody (can|could|knows|knew|may|has|waits)\b|\bfor (everybody|nobody)\b", "say who, and that it is not known"),
        Kind(@"\b(come|comes|came|coming) about\b|\bcomes? of (it|them|that|this)\b", "happen, result, fail"),
        Kind(@"\b(is|are) the truth\b", "say what is guaranteed"),
        Kind(@"\band no more\b|\b(is|are|has|have|had|them|it|in) no more\b", "only; no longer"),
        Kind(@"\b(here )?is meant\b", "this is intended"),
        Kind(@"\bfor so (long|much|many)\b", "for this time"),
        Kind(@"\b(of )?one's own\b", "your own"),
        Kind(@"\b(broker|device|host|port|one|it|sensor|nanoCLR) wants\b", "needs, requires, asks for"),
        Kind(@"\bunless (said|told|given)\b", "by default"),
        Kind(@"\bit is time (for|to)\b", "when it is due"),
        Kind(@"\bneed not\b", "does not have to"),
        Kind(@"\banew\b", "again"),
        Kind(@"\bpass(es|ed)? over\b", "ignores, skips"),
        Kind(@"\b(terminal|cable|machine|owner|memory|constructors) alone\b", "only on a terminal"),
        Kind(@"\bcom(e|es|ing) again\b|\bcame again\b", "is sent again, repeats"),
        Kind(@"\beach time that\b", "whenever"),
        Kind(@"\bthe (older|newer) one\b", "repeat the noun"),
        Kind(@"\bto be had\b", "available"),
        Kind(@"\bdone with\b", "handled, finished"),
        Kind(@"\bleft alone\b", "say until when nothing is due"),
        Kind(@"\bheard of\b", "seen, known"),
    ];

    /// <summary>Each stumble in a text: where, why, and the sentence.</summary>
    public static IEnumerable<string> In(string place, IEnumerable<string> sentences)
    {
        foreach (string sentence in sentences)
        {
            int words = sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
            if (words > MaxWords)
            {
                yield return $"{place}: {words} words; at most {MaxWords}: {sentence}";
            }

            foreach ((Regex pattern, string advice) in _all)
            {
                if (pattern.Match(sentence) is { Success: true } match)
                {
                    yield return $"{place}: '{match.Value.Trim()}', better: {advice}: {sentence}";
                }
            }
        }
    }

    private static (Regex Pattern, string Advice) Kind(string pattern, string advice) => (new Regex(pattern, RegexOptions.CultureInvariant), advice);
}
