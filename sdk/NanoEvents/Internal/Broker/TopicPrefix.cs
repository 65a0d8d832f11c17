namespace NanoEvents;

/// <summary>
/// The topic levels before <c>nanoevents</c> that a bridge between brokers adds: <c>site1</c>, <c>town/site1</c>, or <c>+</c> for any level.
/// </summary>
internal static class TopicPrefix
{
    private const int Longest = 128;
    private const string Any = "+";

    /// <summary>Validates a prefix.</summary>
    /// <returns>One line for people, or null if the options are valid.</returns>
    public static string? FindProblem(string prefix) =>
        prefix.Split('/')[0] is "$share" or "$queue"
            ? "a shared subscription ($share) spreads the events of one device over several readers, and their order is lost: share through a group of Kafka or Redis"
        : prefix.Length <= Longest && prefix.Split('/').All(level => level == Any || DeviceName.IsValid(level)) ? null
            : $"the topic prefix must be levels such as site1 or town/site1, each + or 1 to 32 characters out of A-Z a-z 0-9 _ -, {Longest} characters at most";

    /// <summary>Whether a device of this name has this prefix: the same levels.</summary>
    public static bool Fits(string? prefix, string device)
    {
        string[] levels = device.Split('/')[..^1];
        string[] wanted = prefix?.Split('/') ?? [];
        return levels.Length == wanted.Length && levels.Zip(wanted).All(pair => pair.Second == Any || pair.First == pair.Second);
    }

    /// <summary>Finds the end of the prefix in a topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="prefix">The required prefix.</param>
    /// <param name="length">Its length, including the slash at its end.</param>
    /// <param name="isValid">Whether the levels in place of a + are valid.</param>
    /// <returns>Whether the topic has such a prefix.</returns>
    public static bool TrySkip(ReadOnlySpan<char> topic, ReadOnlySpan<char> prefix, out int length, out bool isValid)
    {
        length = 0;
        isValid = true;
        while (true)
        {
            int next = prefix.IndexOf('/');
            ReadOnlySpan<char> wanted = next < 0 ? prefix : prefix[..next];
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
            if (next < 0)
            {
                return true;
            }

            prefix = prefix[(next + 1)..];
        }
    }
}
