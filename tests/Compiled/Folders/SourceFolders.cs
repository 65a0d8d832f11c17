using System.Text.RegularExpressions;

namespace NanoEvents.Firmware.Checks.Folders;

/// <summary>In which folder each type of the product is declared.</summary>
internal sealed partial class SourceFolders
{
    private readonly Dictionary<string, string> _files = [];

    public SourceFolders()
    {
        foreach (string area in new[] { "firmware", "sdk" })
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(Built.Root, area), "*.cs", SearchOption.AllDirectories))
            {
                string path = Path.GetRelativePath(Built.Root, file).Replace('\\', '/');
                if (!NotOurs().IsMatch(path))
                {
                    Add(path, File.ReadAllText(file));
                }
            }
        }
    }

    /// <summary>Every folder that declares a type, in the order of their names.</summary>
    public IEnumerable<string> Folders => _files.Values.Select(file => file[..file.LastIndexOf('/')]).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The file of a type, from the root of the repository; null for a type of somebody else.</summary>
    public string? FileOf(string type) => _files.GetValueOrDefault(type);

    /// <summary>The folder of a type; null for a type of somebody else.</summary>
    public string? FolderOf(string type) => FileOf(type) is { } file ? file[..file.LastIndexOf('/')] : null;

    private void Add(string path, string source)
    {
        string space = Namespace().Match(source).Groups[1].Value;
        foreach (Match type in Declaration().Matches(source))
        {
            // Of a type in parts, the file that has its name alone.
            string name = $"{space}.{type.Groups[1].Value}";
            if (!_files.TryGetValue(name, out string? known) || path.Length < known.Length)
            {
                _files[name] = path;
            }
        }
    }

    [GeneratedRegex("/(bin|obj)/|^sdk/samples/")]
    private static partial Regex NotOurs();

    [GeneratedRegex(@"^namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^\s*(?:\[[^\]]*\]\s*)*(?:public|internal)\s[^;=(\n]*?\b(?:class|struct|interface|enum|record\s+struct|record|delegate\s+[\w<>?]+)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
