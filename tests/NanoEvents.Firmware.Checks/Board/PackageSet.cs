using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NanoEvents.Firmware.Checks.Board;

/// <summary>The versions in .nanoFramework/versions.json, and what disagrees with them; one line each.</summary>
internal sealed partial class PackageSet
{
    private const string AllVersions = ".nanoFramework/versions.json";

    private readonly Dictionary<string, string> _packages;
    private readonly Generation[] _generations;
    private readonly string _clrVersion;
    private readonly string _clrSystemNet;

    public PackageSet(string json)
    {
        JsonElement root = JsonDocument.Parse(json).RootElement;
        JsonElement clr = root.GetProperty("nanoCLR");
        _clrVersion = clr.GetProperty("version").GetString()!;
        _clrSystemNet = clr.GetProperty("native").GetProperty("System.Net").GetProperty("version").GetString()!;
        _packages = root.GetProperty("packages").Deserialize<Dictionary<string, string>>()!;
        _generations = root.GetProperty("systemNetGenerations").Deserialize<Generation[]>(JsonSerializerOptions.Web)!;
    }

    /// <summary>Where nanoCLR, System.Net and M2Mqtt are not of one generation: the application would not start.</summary>
    public IEnumerable<string> Misfits()
    {
        Generation net = _generations.Last(g => IsAtLeast(_packages["nanoFramework.System.Net"], g.FromSystemNet));
        Generation mqtt = _generations.Last(g => IsAtLeast(_packages["nanoFramework.M2Mqtt"], g.FromM2Mqtt));
        if (net.Native != _clrSystemNet)
        {
            yield return $"System.Net {_packages["nanoFramework.System.Net"]} wants native {net.Native}, nanoCLR {_clrVersion} has {_clrSystemNet}: take a nanoCLR {net.NanoCLR}, or another System.Net";
        }

        if (mqtt != net)
        {
            yield return $"M2Mqtt {_packages["nanoFramework.M2Mqtt"]} goes with System.Net {mqtt.FromSystemNet}, and System.Net is {_packages["nanoFramework.System.Net"]}: they need different nanoCLRs";
        }
    }

    /// <summary>Where a packages.config names another version than versions.json does.</summary>
    public IEnumerable<string> Disagreements(string file, XDocument packagesConfig) =>
        from package in packagesConfig.Descendants("package")
        let id = package.Attribute("id")!.Value
        let version = package.Attribute("version")!.Value
        where _packages.GetValueOrDefault(id) != version
        select $"{file} has {id} {version}, {AllVersions} has {_packages.GetValueOrDefault(id, "none")}";

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

    private static bool IsAtLeast(string version, string least) => Version.Parse(version) >= Version.Parse(least);

    [GeneratedRegex(@"\\packages\\([^\\]+)\\")]
    private static partial Regex PackageFolder();

    private sealed record Generation(string Native, string FromSystemNet, string FromM2Mqtt, string NanoCLR);
}
