using NanoEvents.HomeAssistant;

namespace NanoEvents.Cli.Targets;

/// <summary>Home Assistant, by MQTT discovery: it gets what sources show now, and no events.</summary>
internal sealed class HomeAssistantTarget : IDestination
{
    /// <summary>The scheme of its addresses.</summary>
    public const string Scheme = "homeassistant";

    /// <summary>The address that means the devices' own broker.</summary>
    public const string SameBroker = Scheme + ":";

    private const string TlsScheme = "homeassistants";

    public IReadOnlyList<string> Schemes { get; } = [Scheme, TlsScheme];

    public string? FindProblem(TargetOptions options) =>
        options.MaxLength != 0 ? "--max-length is for Redis: Home Assistant gets the present only"
        : options.Login is not null ? "--to-login is for Kafka: Home Assistant's broker takes a user and a password"
        : IsSame(options) ? (options.CaFile is null ? null : "--to-ca is for another broker than the devices': give --ca")
        : Uri.TryCreate(options.Address, UriKind.Absolute, out Uri? uri) && uri.UserInfo.Contains(':')
            ? "a password does not belong into an address: give --to-password-file"
        : Of(options, new EventClientOptions()).FindProblem();

    public string NameOf(TargetOptions options) => IsSame(options) ? "Home Assistant, at the same broker"
        : BrokerAddress.TryParse(BrokerOf(options.Address), out BrokerAddress? address, out _) ? $"Home Assistant, at {address}" : "Home Assistant";

    public IEnumerable<string> Describe(TargetOptions options, NanoEvent example)
    {
        string node = HomeAssistantTopics.NodeOf(example.Device);
        DeviceState state = new()
        {
            Device = example.Device,
            Online = true,
            Sources = [new SourceState { Type = SourceType.Thermometer, Source = example.Source ?? 0, Name = example.Name, Readings = [new Reading(Measurement.Temperature, example.Celsius ?? 0, example.Time, example.Clock)] }],
        };
        Entity entity = new DeviceView(state, true, example.Time ?? default, TimeSpan.FromDays(1)).Entities[0];
        yield return $"discovery     {new HomeAssistantTopics(HomeAssistantTopics.UsualPrefix).DiscoveryOf(node, entity.Key)}, retained";
        yield return $"              {new Payloads(new HomeAssistantOptions { Areas = options.Areas }).Of(state, node, entity)}";
        yield return $"present       {HomeAssistantTopics.PresentOf(node, entity.Key.Id)}";
        yield return $"              {Payloads.Of(entity.Present)}";
    }

    /// <summary>How to show the devices of a broker.</summary>
    public static HomeAssistantOptions Of(TargetOptions options, EventClientOptions devices) => new()
    {
        Broker = IsSame(options) ? devices : new EventClientOptions { Broker = BrokerOf(options.Address), UserName = UserOf(options), Password = options.Password, CaFile = options.CaFile },
        IsBrokerOfDevices = IsSame(options),
        Name = devices.Session ?? Scheme,
        Areas = options.Areas,
    };

    private static bool IsSame(TargetOptions options) => options.Address == SameBroker;

    private static string BrokerOf(string address) => (address.StartsWith(TlsScheme, StringComparison.OrdinalIgnoreCase) ? "mqtts" : "mqtt") + address[address.IndexOf(':')..];

    private static string? UserOf(TargetOptions options) =>
        Uri.TryCreate(options.Address, UriKind.Absolute, out Uri? uri) && uri.UserInfo.Length > 0 ? Uri.UnescapeDataString(uri.UserInfo) : null;
}
