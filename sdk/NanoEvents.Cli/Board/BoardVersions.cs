using System.Text.Json;

namespace NanoEvents.Cli.Board;

/// <summary>.nanoFramework/versions.json: nanoCLR, nanoff and the packages that the firmware is built with, and whether they fit each other.</summary>
internal sealed class BoardVersions
{
    private readonly Generation[] _generations;
    private readonly string _clrSystemNet;

    public BoardVersions(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        JsonElement clr = root.GetProperty("nanoCLR");
        NanoClr = clr.GetProperty("version").GetString()!;
        Targets = [.. clr.GetProperty("targets").EnumerateArray().Select(target => target.GetString()!)];
        Nanoff = root.GetProperty("tools").GetProperty("nanoff").GetString()!;
        Packages = root.GetProperty("packages").Deserialize<Dictionary<string, string>>()!;
        _clrSystemNet = clr.GetProperty("native").GetProperty("System.Net").GetProperty("version").GetString()!;
        _generations = root.GetProperty("systemNetGenerations").Deserialize<Generation[]>(JsonSerializerOptions.Web)!;
    }

    /// <summary>The version of nanoCLR to flash.</summary>
    public string NanoClr { get; }

    /// <summary>The builds of nanoCLR for which the versions were chosen.</summary>
    public IReadOnlyList<string> Targets { get; }

    /// <summary>The version of nanoff to install.</summary>
    public string Nanoff { get; }

    /// <summary>The packages, by id.</summary>
    public IReadOnlyDictionary<string, string> Packages { get; }

    /// <summary>The versions that this program contains.</summary>
    public static BoardVersions Embedded()
    {
        using Stream stream = typeof(BoardVersions).Assembly.GetManifestResourceStream("versions.json")!;
        using StreamReader reader = new(stream);
        return new BoardVersions(reader.ReadToEnd());
    }

    /// <summary>One line for each mismatch of nanoCLR, System.Net and M2Mqtt: with it the application would not start.</summary>
    public IEnumerable<string> Misfits()
    {
        string systemNet = Packages["nanoFramework.System.Net"];
        string m2Mqtt = Packages["nanoFramework.M2Mqtt"];
        Generation net = _generations.Last(g => IsAtLeast(systemNet, g.FromSystemNet));
        Generation mqtt = _generations.Last(g => IsAtLeast(m2Mqtt, g.FromM2Mqtt));
        if (net.Native != _clrSystemNet)
        {
            yield return $"System.Net {systemNet} wants native {net.Native}, nanoCLR {NanoClr} has {_clrSystemNet}: take a nanoCLR {net.NanoCLR}, or another System.Net";
        }

        if (mqtt != net)
        {
            yield return $"M2Mqtt {m2Mqtt} goes with System.Net {mqtt.FromSystemNet}, and System.Net is {systemNet}: they need different nanoCLRs";
        }
    }

    private static bool IsAtLeast(string version, string least) => Version.Parse(version) >= Version.Parse(least);

    private sealed record Generation(string Native, string FromSystemNet, string FromM2Mqtt, string NanoCLR);
}
