using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NanoEvents.Redis;

/// <summary>Where a stream is. Its companion keys share its hash slot, so that one script can write them all in a cluster.</summary>
internal sealed record RedisAddress(bool UseTls, string? UserName, IReadOnlyList<(string Host, int Port)> Hosts, string Stream)
{
    private const int DefaultPort = 6379;
    private const string Example = "redis://127.0.0.1/events";

    /// <summary>The last records of each device; and which write of which bridge was the last.</summary>
    public string Marks => Companion("marks");

    /// <summary>Which bridge writes now.</summary>
    public string Lease => Companion("bridge");

    public string DeadLetters => Companion("dead");

    public static bool TryParse(string? text, [NotNullWhen(true)] out RedisAddress? address, out string problem)
    {
        address = null;
        bool tls = text?.StartsWith("rediss://", StringComparison.OrdinalIgnoreCase) ?? false;
        if (text is null || (!tls && !text.StartsWith("redis://", StringComparison.OrdinalIgnoreCase)))
        {
            problem = $"the address must begin with redis:// or rediss://, such as {Example}";
            return false;
        }

        string rest = text[(text.IndexOf("//", StringComparison.Ordinal) + 2)..];
        int at = rest.LastIndexOf('@');
        string user = at < 0 ? "" : rest[..at];
        rest = rest[(at + 1)..];
        int slash = rest.IndexOf('/');
        string stream = slash < 0 ? "" : Uri.UnescapeDataString(rest[(slash + 1)..]);
        List<(string, int)> hosts = [];
        problem = user.Contains(':') ? "a password does not belong into an address: other users of this machine see it. Give it apart (the command: --to-password-file, and --password-file of watch)"
            : slash < 0 || stream.Length == 0 ? $"the address must name a stream, such as {Example}"
            : !HasSlot(stream) ? "the name of a stream may contain { and } only around a hash tag, such as {site}events"
            : rest[..slash].Split(',').All(host => TryParseHost(host, hosts)) ? ""
            : $"a host of the address cannot be read; it must be such as {Example}";
        address = problem.Length == 0 ? new RedisAddress(tls, user.Length == 0 ? null : Uri.UnescapeDataString(user), hosts, stream) : null;
        return address is not null;
    }

    /// <summary>Without user and password: for notices.</summary>
    public override string ToString() =>
        $"{(UseTls ? "rediss" : "redis")}://{string.Join(',', Hosts.Select(h => string.Create(CultureInfo.InvariantCulture, $"{(h.Host.Contains(':') ? $"[{h.Host}]" : h.Host)}:{h.Port}")))}/{Stream}";

    private static bool TryParseHost(string text, List<(string Host, int Port)> hosts)
    {
        bool isHost = Uri.TryCreate($"redis://{text}", UriKind.Absolute, out Uri? uri) && uri.Host.Length > 0 && uri.PathAndQuery is "" or "/";
        if (isHost)
        {
            hosts.Add((uri!.DnsSafeHost, uri.Port > 0 ? uri.Port : DefaultPort));
        }

        return isHost;
    }

    private static bool HasTag(string stream) => stream.IndexOf('{') is >= 0 and { } open && stream.IndexOf('}', open) > open + 1;

    private static bool HasSlot(string stream) => HasTag(stream) || stream.AsSpan().IndexOfAny('{', '}') < 0;

    private string Companion(string what) => HasTag(Stream) ? $"{Stream}:{what}" : $"{{{Stream}}}:{what}";
}
