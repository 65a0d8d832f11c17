using System.Diagnostics.CodeAnalysis;

namespace NanoEvents;

/// <summary>
/// The address of the broker: <c>mqtt://host[:port]</c> or <c>mqtts://…</c>, with <c>user:password@</c> if the broker asks for them.
/// </summary>
internal sealed record BrokerAddress(string Host, int Port, bool UseTls, string? UserName, string? Password)
{
    private const string Example = "the broker must be an address such as mqtt://192.168.1.10:1883";
    private const int DefaultPort = 1883;
    private const int DefaultTlsPort = 8883;

    /// <summary>Without user and password: for notices.</summary>
    public override string ToString() => $"{(UseTls ? "mqtts" : "mqtt")}://{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}";

    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out BrokerAddress? address, out string problem)
    {
        address = null;
        problem = Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) ? FindProblem(text!, uri) : Example;
        if (problem.Length > 0 || uri is null)
        {
            return false;
        }

        bool tls = uri.Scheme == "mqtts";
        int port = uri.Port > 0 ? uri.Port : tls ? DefaultTlsPort : DefaultPort;
        (string? user, string? password) = Split(uri.UserInfo);
        address = new BrokerAddress(uri.DnsSafeHost, port, tls, user, password);
        return true;
    }

    // The message repeats no part of the text, because it may belong to a password that is not escaped as an address requires.
    private static string FindProblem(string text, Uri uri) =>
        uri.Host.Length == 0 ? Example
        : uri.Scheme is not ("mqtt" or "mqtts") ? "the broker's address must begin with mqtt:// or mqtts://"
        : uri.PathAndQuery is not ("" or "/") || uri.Fragment.Length > 0 || text.AsSpan().Count('@') > 1
            ? "the broker's address must end after the port; in a user or password write %23 for #, %2F for /, %3A for :, %3F for ?, %40 for @, or set UserName and Password"
            : "";

    private static (string? User, string? Password) Split(string userInfo)
    {
        int colon = userInfo.IndexOf(':');
        return userInfo.Length == 0 ? (null, null)
            : colon < 0 ? (Uri.UnescapeDataString(userInfo), null)
            : (Uri.UnescapeDataString(userInfo[..colon]), Uri.UnescapeDataString(userInfo[(colon + 1)..]));
    }
}
