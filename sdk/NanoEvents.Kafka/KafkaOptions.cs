using Confluent.Kafka;

namespace NanoEvents.Kafka;

/// <summary>Where the topic is, and how to log in.</summary>
public abstract record KafkaOptions
{
    /// <summary>
    /// The brokers and the topic: <c>kafka://[user@]host[:port][,host[:port]…]/topic</c>, or <c>kafkas://…</c> for TLS. The port is 9092, with TLS 9093.
    /// </summary>
    public string Address { get; set; } = "kafka://127.0.0.1:9092/nanoevents";

    /// <summary>The user, instead of the one in <see cref="Address"/>; the client id for <see cref="KafkaLogin.OAuthBearer"/>. Null: no login.</summary>
    public string? UserName { get; set; }

    /// <summary>The password; the secret for <see cref="KafkaLogin.OAuthBearer"/>.</summary>
    public string? Password { get; set; }

    /// <summary>How to log in if there is a user.</summary>
    public KafkaLogin Login { get; set; }

    /// <summary>Where <see cref="KafkaLogin.OAuthBearer"/> gets its token, such as <c>https://login.example/token</c>.</summary>
    public string? TokenEndpoint { get; set; }

    /// <summary>What the token of <see cref="KafkaLogin.OAuthBearer"/> is for; null if the server does not ask for it.</summary>
    public string? Scope { get; set; }

    /// <summary>TLS: a PEM file with the certificates of the authorities to trust; null for those of the system.</summary>
    public string? CaFile { get; set; }

    /// <summary>TLS: a PEM file with the certificate to show to brokers that ask for one.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>TLS: a PEM file with the key of <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; set; }

    /// <summary>TLS: the password of an encrypted key.</summary>
    public string? KeyPassword { get; set; }

    /// <summary>
    /// How many records before the present place are read again, in each partition, to know where each device is: 1 to 1,000,000. A sink
    /// begins that far before the end of the topic, a reader that far before the group's offset.
    /// </summary>
    public int TailRecords { get; set; } = 4096;

    /// <summary>Changes any other setting of librdkafka before a connection is made; null for none.</summary>
    public Action<ClientConfig>? Configure { get; set; }

    /// <summary>Validates these options.</summary>
    /// <returns>One line for people, or null if the options are valid.</returns>
    public string? FindProblem() =>
        !KafkaAddress.TryParse(Address, out KafkaAddress? address, out string problem) ? problem
        : FindLoginProblem(address)
        ?? FindTlsProblem(address)
        ?? (TailRecords is < 1 or > 1_000_000 ? "the tail must be 1 to 1,000,000 records" : FindOtherProblem());

    /// <summary>Where the topic is. Options contain passwords, and printed text may end in a log.</summary>
    /// <returns>One line without secrets.</returns>
    public sealed override string ToString() =>
        $"{GetType().Name} {{ Address = {(KafkaAddress.TryParse(Address, out KafkaAddress? address, out _) ? address : "?")} }}";

    internal KafkaAddress Target =>
        KafkaAddress.TryParse(Address, out KafkaAddress? address, out string problem) ? address : throw new ArgumentException(problem);

    private protected virtual string? FindOtherProblem() => null;

    private string? FindLoginProblem(KafkaAddress address)
    {
        bool hasUser = (UserName ?? address.UserName) is not null;
        return Password is not null && !hasUser ? "a password needs a user name"
            : hasUser && Password is null ? "a user name needs a password"
            : Login == KafkaLogin.OAuthBearer && (!hasUser || !Uri.TryCreate(TokenEndpoint, UriKind.Absolute, out _))
                ? "OAuthBearer needs a client id as UserName, its secret as Password, and a TokenEndpoint such as https://login.example/token"
            : Login != KafkaLogin.OAuthBearer && (TokenEndpoint ?? Scope) is not null ? "TokenEndpoint and Scope need Login = OAuthBearer"
            : null;
    }

    private string? FindTlsProblem(KafkaAddress address)
    {
        string?[] files = [CaFile, CertificateFile, KeyFile];
        return !address.UseTls && files.Any(f => f is not null) ? "certificates need an address with kafkas://"
            : (KeyFile ?? KeyPassword) is not null && CertificateFile is null ? "a key needs a certificate: set CertificateFile"
            : files.FirstOrDefault(f => f is not null && !File.Exists(f)) is { } missing ? $"there is no file {missing}"
            : null;
    }
}
