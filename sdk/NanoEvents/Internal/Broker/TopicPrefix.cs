namespace NanoEvents;

/// <summary>
/// What stands before <c>nanoevents</c> in topics, as a bridge between brokers puts it there: <c>site1</c>, <c>town/site1</c>, or <c>+</c> where
/// any level may stand.
/// </summary>
internal static class TopicPrefix
{
    private const int Longest = 128;
    private const string Any = "+";

    /// <summary>Finds what is wrong with a prefix.</summary>
    /// <returns>One line for people, or null where nothing is wrong.</returns>
    public static string? FindProblem(string prefix) =>
        prefix.Length <= Longest && prefix.Split('/').All(level => level == Any || DeviceName.IsValid(level)) ? null
            : $"the topic prefix must be levels such as site1 or town/site1, each + or 1 to 32 characters out of A-Z a-z 0-9 _ -, {Longest} characters at most";

    /// <summary>Whether devices of this name have this prefix: as many levels, the same ones.</summary>
    public static bool Fits(string? prefix, string device)
    {
        string[] levels = device.Split('/')[..^1];
        string[] wanted = prefix?.Split('/') ?? [];
        return levels.Length == wanted.Length && levels.Zip(wanted).All(pair => pair.Second == Any || pair.First == pair.Second);
    }

    /// <summary>Finds where a topic goes on after its prefix.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="prefix">What must stand before.</param>
    /// <param name="length">How long it is, with the slash at its end.</param>
    /// <param name="isValid">Whether what stands in the place of a + can be.</param>
    /// <returns>Whether the topic has such a prefix.</returns>
    public static bool TrySkip(ReadOnlySpan<char> topic, ReadOnlySpan<char> prefix, out int length, out bool isValid)
    {
        length = 0;
        isValid = true;
        foreach (Range range in prefix.Split('/'))
        {
            ReadOnlySpan<char> wanted = prefix[range];
            int end = topic[length..].IndexOf('/');
            if (end < 0)
            {
                return false;
            }

            ReadOnlySpan<char> level = topic.Slice(length, end);
            bool isAny = wanted is Any;
            if (!isAny && !level.SequenceEqual(wanted))
            {
                return false;
            }

            isValid &= !isAny || DeviceName.IsValid(level);
            length += end + 1;
        }

        return true;
    }
}
