using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using MQTTnet.Protocol;

namespace NanoEvents;

/// <summary>How an <see cref="EventClient"/> finds its broker and reads.</summary>
public sealed record EventClientOptions
{
    /// <summary>The broker: <c>mqtt://[user[:password]@]host[:port]</c>, or <c>mqtts://…</c> for TLS.</summary>
    public string Broker { get; set; } = "mqtt://127.0.0.1:1883";

    /// <summary>The user, instead of the one in <see cref="Broker"/>.</summary>
    public string? UserName { get; set; }

    /// <summary>The password, instead of the one in <see cref="Broker"/>.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// TLS: a PEM file with the certificates of the authorities to trust, instead of those of the system; null to trust those of the system.
    /// </summary>
    public string? CaFile { get; set; }

    /// <summary>TLS: the authorities to trust, instead of those in <see cref="CaFile"/> and the system's; null for those.</summary>
    public X509Certificate2Collection? Authorities { get; set; }

    /// <summary>
    /// TLS: a file with the certificate to show to brokers that ask for one: PEM, or PKCS #12 (<c>.pfx</c>, <c>.p12</c>) with the key in it.
    /// </summary>
    public string? CertificateFile { get; set; }

    /// <summary>TLS: a PEM file with the key of <see cref="CertificateFile"/>; null if the key is in the same file.</summary>
    public string? KeyFile { get; set; }

    /// <summary>TLS: the password of an encrypted key, or of a PKCS #12 file.</summary>
    public string? KeyPassword { get; set; }

    /// <summary>TLS: the certificate to show, with its key, instead of <see cref="CertificateFile"/>. You dispose of it.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>
    /// A name under which the broker keeps the events that arrive while this program is away, and those that it has not handled. Each reading program
    /// needs its own name. Null: nothing is kept.
    /// </summary>
    public string? Session { get; set; }

    /// <summary>How long the broker keeps a session that is not in use (MQTT 5; older brokers have their own setting).</summary>
    public TimeSpan SessionExpiry { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The MQTT client id; null for one made of <see cref="Session"/>, or a random one.</summary>
    public string? ClientId { get; set; }

    /// <summary>
    /// The topic levels before <c>nanoevents</c>, such as <c>site1</c>, or <c>+</c> for any one level: bridges between brokers make such topics. The
    /// device <c>hall</c> is then called <c>site1/hall</c>. Null for none.
    /// </summary>
    public string? TopicPrefix { get; set; }

    /// <summary>
    /// After which quiet time the client pings the broker, 1 second to 18 hours. A broker can ask for less (Server Keep Alive of MQTT 5).
    /// </summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for a missing batch before it is reported lost. Later events of that device wait with it.</summary>
    public TimeSpan GapPatience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait before the second attempt to reach the broker; grows to a minute.</summary>
    public TimeSpan ReconnectDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many unacknowledged batches the broker may send (Receive Maximum of MQTT 5). Not every broker respects it. At twice as many messages the
    /// client stops reading from the network until some are handled, so memory stays bounded.
    /// </summary>
    public int ReceiveMaximum { get; set; } = 32;

    /// <summary>How many devices the client follows. It leaves out and counts the messages of further devices.</summary>
    public int MaxDevices { get; set; } = 10_000;

    /// <summary>
    /// How many sources have gauges of their present values in the meter, such as <c>nanoevents.temperature</c>; 0 for none. A source that is at fault, or
    /// whose device does not answer, has no value.
    /// </summary>
    public int MaxGauges { get; set; }

    /// <summary>The last event of each device that was handled. You do not get it, or earlier events, again.</summary>
    public IReadOnlyCollection<Checkpoint> Checkpoints { get; set; } = [];

    /// <summary>
    /// Your own measurements and states, for events that arrive before the names of their device: a device declares its own kinds with its names.
    /// </summary>
    public EventKinds Kinds { get; set; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the client logs; null for no log.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>To how much the wait for the broker grows.</summary>
    internal TimeSpan LongestReconnectDelay { get; init; } = TimeSpan.FromMinutes(1);

    internal TlsSettings Tls => new(CaFile, Authorities, CertificateFile, KeyFile, KeyPassword, Certificate);

    /// <summary>Where the broker is. Options contain passwords, and printed text may end in a log.</summary>
    /// <returns>One line without secrets.</returns>
    public override string ToString() =>
        $"{nameof(EventClientOptions)} {{ Broker = {(BrokerAddress.TryParse(Broker, out BrokerAddress? address, out _) ? address : "?")} }}";

    /// <summary>Validates these options.</summary>
    /// <returns>One line for people, or null if the options are valid.</returns>
    public string? FindProblem()
    {
        if (!BrokerAddress.TryParse(Broker, out _, out string problem))
        {
            return problem;
        }

        return Session is { Length: 0 } ? "the session must have a name, or be null"
            : ClientId is { Length: 0 } ? "the client id must not be empty"
            : !Broker.StartsWith("mqtts", StringComparison.OrdinalIgnoreCase) && ((object?)CaFile ?? CertificateFile ?? Authorities ?? (object?)Certificate) is not null
                ? "certificates need a broker with mqtts://"
            : TopicPrefix is not null && NanoEvents.TopicPrefix.FindProblem(TopicPrefix) is { } prefix ? prefix
            : KeepAlive < TimeSpan.FromSeconds(1) || KeepAlive > TimeSpan.FromHours(18) ? "the keep alive must be 1 second to 18 hours"
            : TlsFiles.FindProblem(Tls) is { } tls ? tls
            : Password is not null && UserName is null ? "a password needs a user name"
            : GapPatience < TimeSpan.Zero || GapPatience > TimeSpan.FromDays(1) ? "the gap patience must be 0 to 1 day"
            : ReconnectDelay <= TimeSpan.Zero || ReconnectDelay > TimeSpan.FromDays(1) ? "the reconnect delay must be above 0 and at most 1 day"
            : SessionExpiry < TimeSpan.Zero || SessionExpiry.TotalSeconds >= uint.MaxValue ? "the session expiry must be 0 to 136 years"
            : ReceiveMaximum is < 1 or > 1024 ? "the receive maximum must be 1 to 1024"
            : Checkpoints.DistinctBy(c => c.Device).Count() < Checkpoints.Count ? "a device must have one checkpoint, its last"
            : MaxGauges < 0 ? "the most gauges must be 0 or more"
            : MaxDevices < 1 ? "the most devices must be at least 1"
            : null;
    }

    /// <summary>For reading events: each is acknowledged.</summary>
    internal ReadingSettings ForEvents(EventFilter filter)
    {
        IReadOnlyCollection<Checkpoint> after = filter.After ?? Checkpoints;
        ConnectionSettings connection = Connection(filter.Device, MqttQualityOfServiceLevel.AtLeastOnce) with { HasRunBefore = after.Count > 0 };
        return new ReadingSettings(connection, GapPatience, MaxDevices, after, filter) { Kinds = Kinds };
    }

    /// <summary>
    /// For following the present: nothing is kept and nothing is acknowledged, no session of a reader is touched, and nothing waits for missing events
    /// of the past.
    /// </summary>
    internal ReadingSettings ForStates(string? device) => new(
        Connection(device, MqttQualityOfServiceLevel.AtMostOnce) with { Session = null, ClientId = ClientId is { } id ? id + "-state" : null },
        TimeSpan.Zero, MaxDevices, [], EventFilter.All)
    {
        Kinds = Kinds,
    };

    private ConnectionSettings Connection(string? device, MqttQualityOfServiceLevel eventQuality) => new()
    {
        Address = BrokerAddress.TryParse(Broker, out BrokerAddress? address, out string problem) ? address : throw new ArgumentException(problem),
        Tls = TlsFiles.Load(Tls),
        UserName = UserName,
        Password = Password,
        Device = device,
        Prefix = TopicPrefix,
        EventQuality = eventQuality,
        Session = Session,
        SessionExpiry = SessionExpiry,
        ClientId = ClientId,
        KeepAlive = KeepAlive,
        ReceiveMaximum = ReceiveMaximum,
        ReconnectDelay = ReconnectDelay,
        LongestReconnectDelay = LongestReconnectDelay,
        Time = TimeProvider,
    };
}
