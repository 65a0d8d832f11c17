using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NanoEvents.Amqp;

/// <summary>Where a queue is: <c>amqp://[user@]host[:port]/address</c>, or <c>amqps://…</c> for TLS.</summary>
/// <param name="Host">The server.</param>
/// <param name="Port">Its port.</param>
/// <param name="UseTls">Whether to speak TLS.</param>
/// <param name="UserName">The user; null if the address has none.</param>
/// <param name="Node">What the server calls an address: the name of a queue, say.</param>
internal sealed record AmqpAddress(string Host, int Port, bool UseTls, string? UserName, string Node)
{
    private const string Scheme = "amqp://";
    private const string TlsScheme = "amqps://";
    private const string Example = "the address must be such as amqp://192.168.1.20/events";
    private const int DefaultPort = 5672;
    private const int DefaultTlsPort = 5671;

    // RabbitMQ's addresses begin with a slash. Nobody writes two of them.
    private static readonly string[] _ofRabbit = ["queue/", "queues/", "exchange/", "exchanges/", "topic/", "amq/queue/"];

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out AmqpAddress? address, out string problem)
    {
        address = null;
        bool tls = text?.StartsWith(TlsScheme, StringComparison.OrdinalIgnoreCase) ?? false;
        if (text is null || (!tls && !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)))
        {
            problem = Example;
            return false;
        }

        string rest = text[(tls ? TlsScheme : Scheme).Length..];
        int slash = rest.IndexOf('/');
        string server = slash < 0 ? rest : rest[..slash];
        string node = slash < 0 ? "" : rest[(slash + 1)..];
        int at = server.LastIndexOf('@');
        string user = at < 0 ? "" : server[..at];

        // The message repeats no part of the text, because it may belong to a password.
        bool isHost = Uri.TryCreate("tcp://" + server[(at + 1)..], UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0 && uri.PathAndQuery is "" or "/";
        problem = user.Contains(':') ? "a password does not belong into an address: other users of this machine see it. Give it apart (the command: --to-password-file, and --password-file of watch)"
            : !isHost ? Example
            : node.Length == 0 ? "the address must end with the name of a queue: " + Example
            : "";
        if (problem.Length > 0)
        {
            return false;
        }

        address = new AmqpAddress(
            uri!.DnsSafeHost, uri.Port > 0 ? uri.Port : tls ? DefaultTlsPort : DefaultPort, tls, user.Length == 0 ? null : Uri.UnescapeDataString(user),
            _ofRabbit.Any(word => node.StartsWith(word, StringComparison.Ordinal)) ? "/" + node : node);
        return true;
    }

    /// <summary>Without the user: for notices.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(UseTls ? TlsScheme : Scheme)}{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}/{Node.TrimStart('/')}");
}
