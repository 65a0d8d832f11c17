using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NanoEvents.Kafka;

/// <summary>The address of a topic: <c>kafka://[user@]host[:port][,host[:port]…]/topic</c>, or <c>kafkas://…</c> for TLS.</summary>
/// <param name="Servers">Each broker with its port, with commas between them.</param>
/// <param name="Topic">The topic.</param>
/// <param name="UseTls">Whether to speak TLS.</param>
/// <param name="UserName">The user; null if the address has none.</param>
internal sealed record KafkaAddress(string Servers, string Topic, bool UseTls, string? UserName)
{
    /// <summary>The longest name of a topic.</summary>
    public const int MaxTopic = 249;

    private const string Scheme = "kafka://";
    private const string TlsScheme = "kafkas://";
    private const string Example = "the address must be such as kafka://192.168.1.20:9092/nanoevents";
    private const string Topics = "a topic has a name of 1 to 249 characters out of A-Z a-z 0-9 . _ -";
    private const int DefaultPort = 9092;
    private const int DefaultTlsPort = 9093;

    /// <summary>Whether it is the endpoint of Azure Event Hubs that speaks Kafka. It takes no zstd.</summary>
    public bool IsEventHubs => Servers.Contains(".servicebus.", StringComparison.OrdinalIgnoreCase);

    /// <summary>Without the user: for notices.</summary>
    public override string ToString() => $"{(UseTls ? TlsScheme : Scheme)}{Servers}/{Topic}";

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out KafkaAddress? address, out string problem)
    {
        address = null;
        bool useTls = text?.StartsWith(TlsScheme, StringComparison.OrdinalIgnoreCase) ?? false;
        if (text is null || (!useTls && !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)))
        {
            problem = Example;
            return false;
        }

        string rest = text[(useTls ? TlsScheme : Scheme).Length..];
        int at = rest.LastIndexOf('@');
        int slash = rest.IndexOf('/', at + 1);
        string user = at < 0 ? "" : rest[..at];
        string topic = slash < 0 ? "" : rest[(slash + 1)..];
        string[] hosts = rest[(at + 1)..(slash < 0 ? rest.Length : slash)].Split(',');
        problem = FindProblem(user, hosts, topic, useTls);
        if (problem.Length > 0)
        {
            return false;
        }

        address = new KafkaAddress(
            string.Join(',', hosts.Select(h => WithPort(h, useTls))), topic, useTls, at < 0 ? null : Uri.UnescapeDataString(user));
        return true;
    }

    // The message repeats no part of the text, because it may belong to a password.
    private static string FindProblem(string user, string[] hosts, string topic, bool useTls) =>
        user.Contains(':') ? "a password does not belong into an address: other users of this machine see it. Give it apart (the command: --to-password-file, and --password-file of watch)"
        : hosts.Any(h => !IsHost(WithPort(h, useTls))) ? Example
        : topic.Length == 0 ? "the address must end with a topic: " + Example
        : topic.Length > MaxTopic || topic is "." or ".." || !topic.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') ? Topics
        : "";

    private static string WithPort(string host, bool useTls) =>
        host.LastIndexOf(':') > host.LastIndexOf(']') ? host
        : string.Create(CultureInfo.InvariantCulture, $"{host}:{(useTls ? DefaultTlsPort : DefaultPort)}");

    private static bool IsHost(string host) =>
        Uri.TryCreate("tcp://" + host, UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0 && uri.Port > 0 && uri.PathAndQuery is "" or "/";
}
