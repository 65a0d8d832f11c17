namespace NanoEvents.Webhooks;

/// <summary>The receiver of a <see cref="WebhookSink"/>, and how it is reached.</summary>
public sealed record WebhookOptions
{
    private const int MostInBatch = 1000;
    private const int MostParallel = 256;
    private const int LeastBytes = 1024;
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>The receiver: <c>https://host[:port]/path</c>, or <c>http://…</c> for a receiver on this machine.</summary>
    public string Address { get; set; } = "";

    /// <summary>The keys that sign each request, the receiver's present one first. There must be at least one.</summary>
    public IReadOnlyList<WebhookKey> Keys { get; set; } = [];

    /// <summary>
    /// The file in which the sink keeps how far each device is, because a receiver cannot be asked. It is created if it is absent. Keep it, and give each
    /// bridge its own.
    /// </summary>
    public string MarksFile { get; set; } = "";

    /// <summary>The file that gets what cannot be delivered, one JSON object a line. Null: beside the marks, with <c>.dead</c> after its name.</summary>
    public string? DeadLetterFile { get; set; }

    /// <summary>How many events of a device a request carries at most: 1 for one event as <c>application/cloudevents+json</c>, up to 1,000 for lists as <c>application/cloudevents-batch+json</c>.</summary>
    public int MaxBatch { get; set; } = 1;

    /// <summary>How long the body of a list may be, 1 KiB to 16 MiB. An event that is longer goes alone.</summary>
    public int MaxBatchBytes { get; set; } = 256 * 1024;

    /// <summary>How many requests are on their way at once, 1 to 256. A device has one at a time, so that its order is kept.</summary>
    public int MaxParallel { get; set; } = 8;

    /// <summary>Whether <c>http://</c> may leave this machine. Then everybody on the way can read the events, and the token, too.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>
    /// Whether a host name may mean a private, link-local or loopback address. Each connection is checked, after its name is resolved. An address on this
    /// machine that is written as such, <c>http://127.0.0.1/…</c> or <c>http://localhost/…</c>, needs no permission.
    /// </summary>
    public bool AllowPrivate { get; set; }

    /// <summary>A PEM file with the authority to trust in place of the system's.</summary>
    public string? CaFile { get; set; }

    /// <summary>OAuth 2.0 with client credentials: the address that issues tokens. Null for no token.</summary>
    public string? TokenEndpoint { get; set; }

    /// <summary>OAuth 2.0: the id of this client.</summary>
    public string? ClientId { get; set; }

    /// <summary>OAuth 2.0: the secret of this client.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>OAuth 2.0: what the token is for; null if the endpoint knows.</summary>
    public string? Scope { get; set; }

    /// <summary>How long an answer may take, up to 1 hour. Then the same request is sent again, with the same id.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the token endpoint may take, up to 1 hour.</summary>
    public TimeSpan TokenTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait before a request is sent again; grows with each failure, to a minute.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long the sink tries a request again by itself, from its first failure on. Then the write fails: the bridge says that it waits, the events wait at
    /// the broker, and the bridge tries again without a limit. Up to 1 hour.
    /// </summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the events go. Options contain secrets, and printed text may end in a log.</summary>
    /// <returns>One line without secrets.</returns>
    public override string ToString() => $"{nameof(WebhookOptions)} {{ Address = {(HookAddress.TryParse(Address, true, out HookAddress? address, out _) ? address : "?")} }}";

    /// <summary>Validates these options.</summary>
    /// <returns>One line for people, or null if the options are valid.</returns>
    public string? FindProblem() =>
        !HookAddress.TryParse(Address, AllowHttp, out _, out string problem) ? problem
        : Keys is not { Count: > 0 } ? "the requests need a key that signs them (Keys; the command: --secret-file)"
        : string.IsNullOrEmpty(MarksFile) ? "a receiver cannot be asked what it has: name the file that keeps it (MarksFile; the command: --marks)"
        : DeadLetterFile is { Length: 0 } ? "the file of the dead letters must have a name"
        : MaxBatch is < 1 or > MostInBatch ? $"a request carries 1 to {MostInBatch} events"
        : MaxBatchBytes is < LeastBytes or > MostBytes ? "the body of a list must be 1 KiB to 16 MiB long"
        : MaxParallel is < 1 or > MostParallel ? $"1 to {MostParallel} requests can be on their way"
        : TlsFiles.FindProblem(Tls) ?? FindTokenProblem() ?? FindTimeProblem();

    internal string DeadLetters => DeadLetterFile ?? MarksFile + ".dead";

    internal TlsSettings Tls => new(CaFile, null, null, null, null, null);

    internal HookAddress Target => AddressOf(Address);

    internal HookAddress? TokenTarget => TokenEndpoint is { } endpoint ? AddressOf(endpoint) : null;

    private HookAddress AddressOf(string text) => HookAddress.TryParse(text, AllowHttp, out HookAddress? address, out string problem) ? address : throw new ArgumentException(problem);

    private string? FindTokenProblem()
    {
        if (TokenEndpoint is null)
        {
            return (ClientId ?? ClientSecret ?? Scope) is null ? null : "a client id, its secret and a scope need the address that issues tokens (TokenEndpoint; the command: --to-token-endpoint)";
        }

        return !HookAddress.TryParse(TokenEndpoint, AllowHttp, out _, out string problem) ? $"the token endpoint: {problem}"
            : string.IsNullOrEmpty(ClientId) || string.IsNullOrEmpty(ClientSecret)
                ? "tokens need a client id and its secret (ClientId, ClientSecret; the command: the id and @ before the host, and --to-password-file)"
            : null;
    }

    private string? FindTimeProblem() =>
        !IsUpToAnHour(RequestTimeout) || !IsUpToAnHour(TokenTimeout) ? "an answer may take up to 1 hour, and more than 0"
        : RetryDelay <= TimeSpan.Zero || RetryDelay > TimeSpan.FromMinutes(1) ? "the delay of a retry must be above 0 and at most 1 minute"
        : Patience < TimeSpan.Zero || Patience > TimeSpan.FromHours(1) ? "the patience must be 0 to 1 hour"
        : null;

    private static bool IsUpToAnHour(TimeSpan time) => time > TimeSpan.Zero && time <= TimeSpan.FromHours(1);
}
