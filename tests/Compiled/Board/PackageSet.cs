using System.Text.RegularExpressions;
using System.Xml.Linq;
using NanoEvents.Cli.Board;

namespace NanoEvents.Firmware.Checks.Board;

/// <summary>The versions in .nanoFramework/versions.json, and what disagrees with them; one line each.</summary>
internal sealed partial class PackageSet
{
    private const string AllVersions = ".nanoFramework/versions.json";

    private readonly BoardVersions _versions;

    public PackageSet(string json)
    {
        _versions = new BoardVersions(json);
    }

    /// <summary>Where nanoCLR, System.Net and M2Mqtt are not of one generation: the application would not start.</summary>
    public IEnumerable<string> Misfits() => _versions.Misfits();

    /// <summary>Where a packages.config names another version than versions.json does.</summary>
    public IEnumerable<string> Disagreements(string file, XDocument packagesConfig) =>
        from package in packagesConfig.Descendants("package")
        let id = package.Attribute("id")!.Value
        let version = package.Attribute("version")!.Value
        where _versions.Packages.GetValueOrDefault(id) != version
        select $"{file} has {id} {version}, {AllVersions} has {_versions.Packages.GetValueOrDefault(id, "none")}";

    /// <summary>Where a project takes a package, or a version of it, that its packages.config does not name; or leaves one unused.</summary>
    public static IEnumerable<string> Strays(string file, XDocument project, XDocument packagesConfig)
    {
        HashSet<string> named = [.. packagesConfig.Descendants("package").Select(p => $"{p.Attribute("id")!.Value}.{p.Attribute("version")!.Value}")];
        HashSet<string> taken =
        [
            .. project.Descendants().Where(e => e.Name.LocalName == "HintPath").Select(e => e.Value)
                .Concat(project.Descendants().Where(e => e.Name.LocalName == "Import").Select(e => e.Attribute("Project")!.Value))
                .Select(path => PackageFolder().Match(path)).Where(m => m.Success).Select(m => m.Groups[1].Value),
        ];
        return taken.Except(named).Select(p => $"{file} takes {p}, which its packages.config does not name")
            .Concat(named.Except(taken).Select(p => $"{file} does not take {p}, which its packages.config names"));
    }

    [GeneratedRegex(@"\\packages\\([^\\]+)\\")]
    private static partial Regex PackageFolder();
}
