using System.Text;
using NanoEvents.Bridge;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Targets;
using NanoEvents.Webhooks;

namespace NanoEvents.Bridge.Tool;

/// <summary>A receiver of webhooks. It keeps nothing that could be read back.</summary>
internal sealed class WebhookTarget : ISinkTarget
{
    public IReadOnlyList<string> Schemes { get; } = ["https", "http"];

    public bool NeedsMarksFile => true;

    public bool IsWebhook => true;

    public string? FindProblem(TargetOptions options)
    {
        if (options.MaxLength != 0)
        {
            return "--max-length is for Redis: a receiver of webhooks keeps what it likes";
        }

        if (options.Login is not (null or "oauthbearer"))
        {
            return "--to-login is for Kafka: webhooks have signatures, and tokens where --to-token-endpoint is given";
        }

        return From(options).FindProblem();
    }

    public string NameOf(TargetOptions options) => From(options).Target.ToString();

    // Its name leaves out what may be secret, and that may be all that tells two receivers apart.
    public string KeyOf(TargetOptions options) => options.Address;

    public IEnumerable<string> Describe(TargetOptions options, NanoEvent example)
    {
        WebhookOptions webhook = From(options);
        Parcel parcel = new Parcels(webhook).Of([example]).First();
        yield return $"marks         {webhook.MarksFile}";
        yield return $"dead letters  {webhook.DeadLetters}";
        if (webhook.TokenTarget is { } endpoint)
        {
            yield return $"token         from {endpoint} for {webhook.ClientId}{(webhook.Scope is { } scope ? $", scope {scope}" : "")}";
        }

        using HttpRequestMessage request = HookSender.Write(parcel, webhook);
        yield return $"request       POST {webhook.Target.Uri.AbsolutePath}{(webhook.Target.Uri.Query.Length > 0 ? "?…" : "")}";
        foreach ((string name, IEnumerable<string> values) in request.Headers.Concat(request.Content!.Headers).OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase))
        {
            // A signature would be good for some minutes.
            yield return $"              {name.ToLowerInvariant()}: {(name == WebhookSignature.SignatureHeader ? string.Join(' ', webhook.Keys.Select(_ => "v1,…")) : string.Join(' ', values))}";
        }

        yield return $"              {Encoding.UTF8.GetString(parcel.Body)}";
    }

    public IEventSink OpenSink(TargetOptions options) => new WebhookSink(From(options));

    private static WebhookOptions From(TargetOptions options)
    {
        (string address, string? client) = options.TokenEndpoint is null ? (options.Address, null) : Divide(options.Address);
        return new WebhookOptions
        {
            Address = address,
            Keys = options.Secrets is { } text ? Keys(text) : [],
            MarksFile = options.MarksFile ?? "",
            DeadLetterFile = options.DeadLettersFile,
            MaxBatch = options.Batch,
            AllowHttp = options.AllowHttp,
            AllowPrivate = options.AllowPrivate,
            CaFile = options.CaFile,
            TokenEndpoint = options.TokenEndpoint,
            ClientId = client,
            ClientSecret = options.Password,
            Scope = options.Scope,
        };
    }

    private static IReadOnlyList<WebhookKey> Keys(string text)
    {
        try
        {
            return WebhookKey.ParseLines(text);
        }
        catch (FormatException e)
        {
            throw new CommandException($"--secret-file: {e.Message.TrimEnd('.')}");
        }
    }

    // The user before the host is the client id of OAuth 2.0.
    private static (string Address, string? Client) Divide(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.UserInfo.Length > 0 && !uri.UserInfo.Contains(':')
            ? (new UriBuilder(uri) { UserName = "" }.Uri.AbsoluteUri, Uri.UnescapeDataString(uri.UserInfo))
            : (address, null);
}
