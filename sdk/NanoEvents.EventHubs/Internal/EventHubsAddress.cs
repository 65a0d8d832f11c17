using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NanoEvents.EventHubs;

/// <summary>The address of a hub.</summary>
/// <param name="Host">The namespace, as a host.</param>
/// <param name="Port">Its port; null for the usual one.</param>
/// <param name="Hub">The hub.</param>
/// <param name="Client">The id of an application in Entra ID; null if there is none.</param>
internal sealed record EventHubsAddress(string Host, int? Port, string Hub, string? Client)
{
    public const int MaxHub = 256;
    private const string Scheme = "eventhubs://";
    private const string Example = "the address must be such as eventhubs://my-namespace/events, for my-namespace.servicebus.windows.net";
    private const string Azure = ".servicebus.windows.net";

    /// <summary>Without the client: for notices.</summary>
    public override string ToString() => $"{Scheme}{HostAndPort}/{Hub}";

    public string HostAndPort => Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{Host}:{port}") : Host;

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out EventHubsAddress? address, out string problem)
    {
        address = null;
        problem = Example;
        if (text is null || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        string rest = text[Scheme.Length..];
        int at = rest.LastIndexOf('@');
        int slash = rest.IndexOf('/', at + 1);
        string user = at < 0 ? "" : rest[..at];
        string hub = slash < 0 ? "" : rest[(slash + 1)..];
        string host = rest[(at + 1)..(slash < 0 ? rest.Length : slash)];
        bool isHost = Uri.TryCreate("tcp://" + host, UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0 && uri.Port != 0 && uri.PathAndQuery is "" or "/";

        // The message repeats no part of the text, because it may belong to a key.
        problem = user.Contains(':') || user.Contains('=') || rest.Contains(';')
            ? "a key or a secret does not belong into an address: other users of this machine see it. Give it apart (the command: --to-password-file, and --password-file of watch)"
            : !isHost ? Example
            : hub.Length == 0 ? "the address must end with a hub: " + Example
            : !IsHub(hub) ? $"a hub has a name of 1 to {MaxHub} characters out of A-Z a-z 0-9 . _ -, which begins and ends with a letter or digit"
            : "";
        if (problem.Length > 0)
        {
            return false;
        }

        bool isShort = !uri!.Host.Contains('.') && !uri.IsLoopback && uri.HostNameType == UriHostNameType.Dns;
        address = new EventHubsAddress(isShort ? uri.Host + Azure : uri.Host, uri.Port > 0 ? uri.Port : null, hub, at < 0 ? null : Uri.UnescapeDataString(user));
        return true;
    }

    private static bool IsHub(string hub) =>
        hub.Length <= MaxHub && hub.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') && char.IsAsciiLetterOrDigit(hub[0]) && char.IsAsciiLetterOrDigit(hub[^1]);
}
