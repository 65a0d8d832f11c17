namespace NanoEvents;

/// <summary>Which names a device can have: 1 to 32 characters out of A-Z a-z 0-9 _ -.</summary>
internal static class DeviceName
{
    private const int Longest = 32;

    /// <summary>Whether it is such a name, also under a topic prefix: <c>site1/hall</c>.</summary>
    public static bool IsValidUnderPrefix(string name) => name.Split('/').All(level => IsValid(level));

    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > Longest)
        {
            return false;
        }

        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_' && c != '-')
            {
                return false;
            }
        }

        return true;
    }
}
