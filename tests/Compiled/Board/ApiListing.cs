namespace NanoEvents.Firmware.Checks.Board;

/// <summary>nanoFramework's public API as listed, one file an assembly, beside a checkout of this repository; absent from most.</summary>
internal sealed class ApiListing
{
    private const string Folder = "../shared/nanoframework-api";

    private readonly Dictionary<string, ListedType> _types = [];

    /// <summary>A listing of one assembly.</summary>
    public ApiListing(string assembly, IEnumerable<string> lines)
    {
        Read(assembly, lines);
    }

    private ApiListing(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*.txt"))
        {
            Read(Path.GetFileNameWithoutExtension(file), File.ReadLines(file));
        }
    }

    /// <summary>The listing; the test that asks is skipped where there is none.</summary>
    public static ApiListing OrSkip()
    {
        string folder = Path.Combine(Built.Root, Folder);
        Assert.SkipUnless(Directory.Exists(folder), $"nanoFramework's API is not listed in {Folder}: nothing to hold the signatures against.");
        return new ApiListing(folder);
    }

    /// <summary>A listed type by its full name; null where there is none.</summary>
    public ListedType? Find(string fullName) => _types.GetValueOrDefault(fullName);

    private void Read(string assembly, IEnumerable<string> lines)
    {
        ListedType? type = null;
        foreach (string line in lines.Where(l => l.Length > 0 && l[0] != '#'))
        {
            if (line[0] == ' ')
            {
                type!.Members.Add(line.Trim());
                continue;
            }

            int bases = line.IndexOf(" : ", StringComparison.Ordinal);
            string head = bases < 0 ? line : line[..bases];
            string name = head.Split('(')[0].Split(' ')[^1];
            type = new ListedType(assembly, head, bases < 0 ? [] : line[(bases + 3)..].Split(", "), []);
            _types.TryAdd(name, type);
        }
    }
}

/// <summary>A type as listed: its assembly, its first line up to the bases, the bases, and the lines of its members.</summary>
internal sealed record ListedType(string Assembly, string Head, string[] Bases, HashSet<string> Members);
