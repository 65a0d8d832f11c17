namespace NanoEvents.Cli.Targets;

/// <summary>The targets of this program. A target with heavy dependencies belongs into `nanoevents-bridge`, which is this program with more targets.</summary>
internal static class KnownTargets
{
    // The schemes that only the tool has.
    private static readonly string[] _ofTheTool = ["kafka", "kafkas"];
    private static readonly List<ITarget> _targets = [new RedisTarget()];

    /// <summary>The schemes of all addresses, here and in the tool.</summary>
    public static IEnumerable<string> Schemes => _targets.SelectMany(target => target.Schemes).Union(_ofTheTool);

    /// <summary>Adds a target; for the tool.</summary>
    public static void Add(ITarget target) => _targets.Add(target);

    /// <summary>Whether this is the address of a target, and not of a broker.</summary>
    public static bool Has(string address) => Schemes.Contains(SchemeOf(address));

    /// <summary>Finds the target; null if it is the tool that has it.</summary>
    public static ITarget? Find(string address) => _targets.Find(target => target.Schemes.Contains(SchemeOf(address)));

    private static string SchemeOf(string address) => address.Split("://", 2) is [var scheme, _] ? scheme.ToLowerInvariant() : "";
}
