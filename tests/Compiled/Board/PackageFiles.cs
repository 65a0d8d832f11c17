namespace NanoEvents.Firmware.Checks.Board;

/// <summary>Which files nanoFramework's packages hold: read from the package where NuGet has it, else from .nanoFramework/package-files.txt.</summary>
internal sealed class PackageFiles
{
    public const string List = ".nanoFramework/package-files.txt";

    private readonly HashSet<string> _listed;

    /// <param name="lines">The list: <c>id version file source</c>, apart by spaces; the source is where the name was read.</param>
    public PackageFiles(IEnumerable<string> lines)
    {
        _listed = [.. lines.Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries)).Where(w => w.Length == 4).Select(w => string.Join(' ', w[..3]))];
    }

    public static PackageFiles Read() => new(File.ReadLines(Path.Combine(Built.Root, List)));

    /// <summary>What is wrong with the library's name, in one line; null if nothing is.</summary>
    public string? Complaint(BoardLibrary library)
    {
        string asked = $"{library.Package} {library.Version} {library.File}";
        if (Directory.Exists(library.Folder))
        {
            return new[] { library.File, Path.ChangeExtension(library.File, ".pe") }.FirstOrDefault(f => !Has(library.Folder, f)) is { } missing
                ? $"{library.Package} {library.Version} holds no {missing}"
                : _listed.Contains(asked) ? null : $"{List} does not name {asked}, which the package holds";
        }

        return _listed.Contains(asked) ? null : $"{List} does not name {asked}, and the package cannot be looked into";
    }

    // As on a system that tells upper from lower case.
    private static bool Has(string folder, string file) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any(f => Path.GetRelativePath(folder, f).Replace('\\', '/') == file);
}
