using System.Text.Json;
using NanoEvents.Cli.Board;

namespace NanoEvents.Firmware.Checks.Board;

/// <summary>One set of versions: nanoCLR, versions.json, and what the projects take from the packages.</summary>
public sealed class PackageSetTests : IDisposable
{
    private static readonly string _versions = File.ReadAllText(Path.Combine(Built.Root, ".nanoFramework/versions.json"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("package");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void ThePackagesFitTheNanoClr()
    {
        Assert.Empty(new BoardVersions(_versions).Misfits());
    }

    [Fact]
    public void EveryPackageOfTheSetIsUsedAndNoOther()
    {
        IEnumerable<string> used = BoardProject.All.SelectMany(p => p.Libraries).Select(l => l.Package).Distinct().Order(StringComparer.Ordinal);

        IEnumerable<string> named = JsonDocument.Parse(_versions).RootElement.GetProperty("packages").EnumerateObject().Select(p => p.Name);

        Assert.Equal(named.Order(StringComparer.Ordinal), used);
    }

    [Fact]
    public void EachPackageHoldsTheFileThatTheProjectsAskFor()
    {
        PackageFiles files = PackageFiles.Read();

        Assert.Empty(BoardProject.All.SelectMany(p => p.Libraries).Select(files.Complaint).OfType<string>());
    }

    [Fact]
    public void AFileThatThePackageDoesNotHoldIsSaidInOneLine()
    {
        PackageFiles files = new(["Fruit 1.0.0 lib/Fruit.Apple.dll its nuspec", "# a remark", "Fruit 1.0.0 lib/Pear.dll"]);

        Assert.Null(files.Complaint(new BoardLibrary("Fruit", "1.0.0", "lib/Fruit.Apple.dll")));
        Assert.Equal(
            ".nanoFramework/package-files.txt does not name Fruit 1.0.0 lib/Apple.dll, and the package cannot be looked into",
            files.Complaint(new BoardLibrary("Fruit", "1.0.0", "lib/Apple.dll")));
        Assert.NotNull(files.Complaint(new BoardLibrary("Fruit", "1.0.0", "lib/Pear.dll")));
    }

    [Fact]
    public void APackageThatIsAtHandIsLookedIntoWhateverTheListSays()
    {
        PackageFiles files = new(["fruit 1.0.0 lib/Apple.dll its nuspec", "fruit 1.0.0 lib/Pear.dll its nuspec"]);
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "lib"));
        foreach (string file in new[] { "Apple.dll", "Apple.pe", "Pear.dll", "Plum.dll", "Plum.pe" })
        {
            File.WriteAllText(Path.Combine(_folder.FullName, "lib", file), string.Empty);
        }

        string? Complaint(string file) => files.Complaint(new BoardLibrary("fruit", "1.0.0", file) { Folder = _folder.FullName });

        Assert.Null(Complaint("lib/Apple.dll"));
        Assert.EndsWith("holds no lib/apple.dll", Complaint("lib/apple.dll"));
        Assert.EndsWith("holds no lib/Pear.pe", Complaint("lib/Pear.dll"));
        Assert.EndsWith("lib/Plum.dll, which the package holds", Complaint("lib/Plum.dll"));
    }

    [Theory]
    [InlineData("nanoFramework.System.Net", "1.11.54", "System.Net 1.11.54 wants native 100.2.0.12, nanoCLR 1.17.0.339 has 100.2.0.14: take a nanoCLR built between 2026-04-07 and 2026-07-10, or another System.Net")]
    [InlineData("nanoFramework.M2Mqtt", "5.1.212", "M2Mqtt 5.1.212 goes with System.Net 1.11.50, and System.Net is 1.11.60: they need different nanoCLRs")]
    public void APackageOfAnotherGenerationIsSaidInOneLine(string package, string version, string expected)
    {
        Assert.Contains(expected, new BoardVersions(With(package, version)).Misfits());
    }

    private static string With(string package, string version)
    {
        string old = JsonDocument.Parse(_versions).RootElement.GetProperty("packages").GetProperty(package).GetString()!;
        return _versions.Replace($"\"{package}\": \"{old}\"", $"\"{package}\": \"{version}\"");
    }
}
