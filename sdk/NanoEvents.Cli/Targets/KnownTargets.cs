namespace NanoEvents.Cli.Targets;

/// <summary>
/// The targets of this program. That of Home Assistant needs nothing more than MQTT. The clients of the others weigh more than all the rest: only
/// `nanoevents-bridge` has them.
/// </summary>
internal static class KnownTargets
{
    private static readonly string[] _ofTheTool = ["redis", "rediss", "kafka", "kafkas", "amqp", "amqps", "eventhubs", "https", "http"];

    // Receivers of webhooks give nothing back.
    private static readonly string[] _notToRead = ["https", "http"];
    private static readonly List<IDestination> _targets = [new HomeAssistantTarget()];

    /// <summary>The schemes of all addresses, here and in the tool.</summary>
    public static IEnumerable<string> Schemes => _ofTheTool.Union(_targets.SelectMany(target => target.Schemes));

    /// <summary>Adds a target; for the tool.</summary>
    public static void Add(ISinkTarget target) => _targets.Add(target);

    /// <summary>Whether this is the address of a target, and not of a broker.</summary>
    public static bool Has(string address) => Schemes.Contains(SchemeOf(address));

    /// <summary>Whether this is the address of a target that keeps events to read, or says why it does not.</summary>
    public static bool CanBeRead(string address) => Has(address) && !_notToRead.Contains(SchemeOf(address));

    /// <summary>Finds the target; null if it is the tool that has it.</summary>
    public static IDestination? Find(string address) => _targets.Find(target => target.Schemes.Contains(SchemeOf(address)));

    // The devices' own broker needs no more than a scheme and a colon.
    private static string SchemeOf(string address) => address == HomeAssistantTarget.SameBroker ? HomeAssistantTarget.Scheme
        : address.Split("://", 2) is [var scheme, _] ? scheme.ToLowerInvariant() : "";
}
