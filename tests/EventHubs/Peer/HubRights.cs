using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Amqp;

namespace NanoEvents.EventHubs.Tests;

/// <summary>The keys of the namespace, and what each connection has shown: a right holds for the hub that its token names.</summary>
internal sealed class HubRights
{
    public const string Send = "Send";
    public const string Listen = "Listen";

    private const string BadToken = "InvalidSignature: The token has an invalid signature.";

    private readonly Dictionary<string, (string Key, string[] Rights)> _keys = new()
    {
        ["root"] = ("cm9vdCBrZXkgb2YgdGhlIHRlc3Rz", [Send, Listen]),
        ["listen"] = ("bGlzdGVuIGtleSBvZiB0aGUgdGVzdHM=", [Listen]),
        ["send"] = ("c2VuZCBrZXkgb2YgdGhlIHRlc3Rz", [Send]),
    };

    private readonly ConditionalWeakTable<Connection, List<(string Hub, string[] Rights)>> _shown = [];

    /// <summary>A token of Entra ID that is taken; null for none.</summary>
    public string? Token { get; set; }

    public int TokensTaken { get; private set; }

    public string ConnectionString(int port, string key, string? secret = null, bool isTls = false) =>
        $"Endpoint=sb://127.0.0.1:{port};SharedAccessKeyName={key};SharedAccessKey={secret ?? _keys[key].Key}{(isTls ? "" : ";UseDevelopmentEmulator=true")}";

    public IReadOnlyList<Connection> Connections => [.. _shown.Select(shown => shown.Key)];

    /// <summary>Whether nobody is connected, and all that came is taken.</summary>
    public bool IsAlone => Connections.All(connection => connection.IsClosed);

    /// <summary>The keys are renewed: connection strings of before do not work any more.</summary>
    public void Renew(string key) => _keys["root"] = (key, [Send, Listen]);

    /// <summary>Takes a token that a connection puts. Null if it is good, otherwise what is wrong.</summary>
    public string? Put(Connection connection, string type, string token, string audience)
    {
        string[]? rights = type == "jwt" ? (token == Token ? [Send, Listen] : null) : Check(token, audience);
        if (rights is null)
        {
            return BadToken;
        }

        List<(string, string[])> shown = _shown.GetOrCreateValue(connection);
        lock (shown)
        {
            shown.Add((HubOf(audience), rights));
            TokensTaken++;
        }

        return null;
    }

    public bool Has(Connection connection, string hub, string right)
    {
        List<(string Hub, string[] Rights)> shown = _shown.GetOrCreateValue(connection);
        lock (shown)
        {
            return shown.Any(s => s.Hub == hub && s.Rights.Contains(right));
        }
    }

    /// <summary>Whether a token that came with a request allows to read a hub's properties. Null if it does, otherwise what is wrong.</summary>
    public string? FindProblem(string token, string hub) =>
        token == Token ? null
        : !token.StartsWith("SharedAccessSignature ", StringComparison.Ordinal) || Check(token, "sb://any/" + hub) is not { } rights ? BadToken
        : rights.Contains(Listen) ? null
        : "Unauthorized access. 'Listen' claim(s) are required to perform this operation.";

    public static string HubOf(string audience) => new Uri(audience).AbsolutePath.Trim('/').Split('/')[0];

    // SharedAccessSignature sr=…&sig=…&se=…&skn=…: the signature is HMAC-SHA256 over the resource as it stands there and the expiry.
    private string[]? Check(string token, string audience)
    {
        Dictionary<string, string> parts = token.Split(' ', 2)[^1].Split('&').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        if (!_keys.TryGetValue(WebUtility.UrlDecode(parts["skn"]), out (string Key, string[] Rights) key))
        {
            return null;
        }

        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key.Key), Encoding.UTF8.GetBytes($"{parts["sr"]}\n{parts["se"]}"));
        bool isSigned = Convert.ToBase64String(signature) == WebUtility.UrlDecode(parts["sig"]);
        bool isInTime = long.Parse(parts["se"], CultureInfo.InvariantCulture) > DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        bool isForHub = HubOf(WebUtility.UrlDecode(parts["sr"])) == HubOf(audience);
        return isSigned && isInTime && isForHub ? key.Rights : null;
    }
}
