namespace NanoEvents.Amqp;

/// <summary>The address of a queue, and how to log in.</summary>
public abstract record AmqpOptions
{
    /// <summary>
    /// The server and the queue, or another address that the server knows: <c>amqp://[user@]host[:port]/address</c>, or <c>amqps://…</c> for TLS. The port
    /// is 5672, with TLS 5671.
    /// </summary>
    public string Address { get; set; } = "amqp://127.0.0.1/nanoevents";

    /// <summary>The user, instead of the one in <see cref="Address"/>. Null: no user.</summary>
    public string? UserName { get; set; }

    /// <summary>The password of the user.</summary>
    public string? Password { get; set; }

    /// <summary>How to log in.</summary>
    public AmqpLogin Login { get; set; }

    /// <summary>RabbitMQ: the virtual host. Null: the server's default.</summary>
    public string? VirtualHost { get; set; }

    /// <summary>TLS: a PEM file with the certificates of the authorities to trust; null for those of the system.</summary>
    public string? CaFile { get; set; }

    /// <summary>TLS: a file with the certificate to show: PEM, or PKCS #12 (<c>.pfx</c>) with its key.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>TLS: a PEM file with the key of <see cref="CertificateFile"/>, if it is in a separate one.</summary>
    public string? KeyFile { get; set; }

    /// <summary>TLS: the password of an encrypted key.</summary>
    public string? KeyPassword { get; set; }

    /// <summary>How long the server may take to open a connection, 1 second to 1 day.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Validates these options.</summary>
    /// <returns>One line for people, or null if the options are valid.</returns>
    public string? FindProblem() =>
        !AmqpAddress.TryParse(Address, out AmqpAddress? address, out string problem) ? problem
        : FindLoginProblem(address)
        ?? FindTlsProblem(address)
        ?? (IsPatience(ConnectTimeout) ? FindOtherProblem() : "the connect timeout must be 1 second to 1 day");

    /// <summary>The address of the queue. Options contain passwords, and printed text may end in a log.</summary>
    /// <returns>One line without secrets.</returns>
    public sealed override string ToString() =>
        $"{GetType().Name} {{ Address = {(AmqpAddress.TryParse(Address, out AmqpAddress? address, out _) ? address : "?")} }}";

    internal AmqpAddress Target =>
        AmqpAddress.TryParse(Address, out AmqpAddress? address, out string problem) ? address : throw new ArgumentException(problem);

    internal TlsSettings Tls => new(CaFile, null, CertificateFile, KeyFile, KeyPassword, null);

    internal string? User => UserName ?? Target.UserName;

    internal AmqpLogin Way => Login != AmqpLogin.Automatic ? Login
        : User is not null ? AmqpLogin.Plain
        : CertificateFile is not null ? AmqpLogin.External
        : AmqpLogin.Anonymous;

    internal static bool IsPatience(TimeSpan time) => time >= TimeSpan.FromSeconds(1) && time <= TimeSpan.FromDays(1);

    private protected virtual string? FindOtherProblem() => null;

    private string? FindLoginProblem(AmqpAddress address)
    {
        bool hasUser = (UserName ?? address.UserName) is not null;
        return Password is not null && !hasUser ? "a password needs a user name"
            : hasUser && Password is null && Way == AmqpLogin.Plain ? "a user name needs a password"
            : Login == AmqpLogin.Plain && !hasUser ? "a login with a password needs a user name"
            : Login is AmqpLogin.Anonymous or AmqpLogin.External && hasUser ? "this login takes no user name: leave it out of the address"
            : Login == AmqpLogin.External && CertificateFile is null ? "a login by certificate needs a certificate"
            : null;
    }

    private string? FindTlsProblem(AmqpAddress address) =>
        !address.UseTls && (CaFile ?? CertificateFile ?? KeyFile ?? KeyPassword) is not null ? "certificates need an address with amqps://" : TlsFiles.FindProblem(Tls);
}
