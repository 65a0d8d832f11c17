using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NanoEvents.Firmware.Checks.Folders;

/// <summary>ARCHITECTURE.md says what the compiled code says.</summary>
public sealed partial class ArchitectureTests
{
    private const string Begin = "<!-- arrows:begin -->";
    private const int MaxColumns = 150;
    private const string End = "<!-- arrows:end -->";
    private static readonly string _file = Path.Combine(Built.Root, "ARCHITECTURE.md");
    private static readonly SourceFolders _sources = new();

    [Fact]
    public void ThePictureOfTheFoldersIsTheCodes()
    {
        string page = File.ReadAllText(_file).ReplaceLineEndings("\n");
        int from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        string made = page[..from] + "\n" + Picture() + page[page.IndexOf(End, StringComparison.Ordinal)..];
        if (Environment.GetEnvironmentVariable("NANOEVENTS_WRITE") == "1")
        {
            File.WriteAllText(_file, made);
        }

        Assert.True(page == made, "ARCHITECTURE.md shows other arrows than the code has: NANOEVENTS_WRITE=1 writes them");
    }

    [Fact]
    public void TheWayOfAnEventNamesEachFileOnceAndEachUsesTheNext()
    {
        Dictionary<int, (string File, string Relation)> steps = Steps().Matches(File.ReadAllText(_file))
            .ToDictionary(m => int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture), m => (m.Groups[2].Value, m.Groups[3].Value));
        HashSet<(string From, string To)> uses = [.. FilesThatUseFiles()];

        Assert.Equal(Enumerable.Range(1, steps.Count), steps.Keys);
        Assert.Distinct(steps.Values.Select(step => step.File));
        Assert.InRange(steps.Count, 15, 30);
        foreach ((string file, string relation) in steps.Values)
        {
            Assert.True(File.Exists(Path.Combine(Built.Root, file)), $"{file} is not there");
            Match call = Call().Match(relation);
            if (!call.Success)
            {
                Assert.Contains(relation, new[] { "the start", "after the broker" });
                continue;
            }

            string other = steps[int.Parse(call.Groups[2].ValueSpan, CultureInfo.InvariantCulture)].File;
            bool isUsed = call.Groups[1].Value == "calls" ? Reaches(uses, file, other) : Reaches(uses, other, file);
            Assert.True(isUsed, $"{file} is said to be '{relation}' ({other}), and the code has no such call");
        }
    }

    private static string Picture() =>
        "```\n" + string.Concat(
            from room in Rooms.GroundUp
            let used = Rooms.GroundUp.Where(other => FolderTests.Arrows.Any(a => a.From == room && a.To == other))
            select used.Any() ? Lines(room, [.. used]) : $"{room}\n") + "```\n";

    // A long list goes on in the next lines.
    private static string Lines(string room, IReadOnlyList<string> used)
    {
        StringBuilder text = new($"{room}  →  {used[0]}");
        int length = text.Length;
        foreach (string other in used.Skip(1))
        {
            bool isFull = length + other.Length > MaxColumns;
            text.Append(isFull ? ",\n    " : ", ").Append(other);
            length = (isFull ? 0 : length) + other.Length + 2;
        }

        return text.Append('\n').ToString();
    }

    // Directly, or through an interface that the one uses and the other implements.
    private static bool Reaches(HashSet<(string From, string To)> uses, string from, string to) =>
        uses.Contains((from, to)) || uses.Any(use => use.From == from && uses.Contains((to, use.To)) && IsInterface(use.To));

    private static bool IsInterface(string file) => Interface().IsMatch(File.ReadAllText(Path.Combine(Built.Root, file)));

    private static IEnumerable<(string From, string To)> FilesThatUseFiles() =>
        Built.Product.Append(Built.Firmware).Concat(Built.Reader)
            .SelectMany(file => new CompiledArrows(FileOf).Of(Built.Read(file)))
            .Select(arrow => (arrow.From, arrow.To));

    // The sample is one file without a type of its own.
    private static string? FileOf(string type) => type == "Program" ? "sdk/samples/Consume/Program.cs" : _sources.FileOf(type);

    [GeneratedRegex(@"^\| (\d+) \| (\S+) \| [^|]+ \| ([^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Steps();

    [GeneratedRegex(@"^(called by|calls) (\d+)$")]
    private static partial Regex Call();

    [GeneratedRegex(@"^\s*(public|internal) interface ", RegexOptions.Multiline)]
    private static partial Regex Interface();
}
