namespace NanoEvents;

/// <summary>Where the broker is: <c>mqtt://host[:port]</c> or <c>mqtts://…</c>, with <c>user:password@</c> where it wants one.</summary>
internal sealed record BrokerAddress(string Host, int Port, bool UseTls, string? UserName, string? Password)
{
    private const int DefaultPort = 1883;
    private const int DefaultTlsPort = 8883;

    /// <summary>Without user and password: for notices.</summary>
    public override string ToString() => $"{(UseTls ? "mqtts" : "mqtt")}://{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}";

    public static bool TryParse(string? text, out BrokerAddress? address, out string problem)
    {
        address = null;
        problem = "the broker must be an address such as mqtt://192.168.1.10:1883";
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
        {
            return false;
        }

        if (uri.Scheme is not ("mqtt" or "mqtts"))
        {
            problem = $"the broker's address must begin with mqtt:// or mqtts://, not {uri.Scheme}://";
            return false;
        }

        if (uri.PathAndQuery is not ("" or "/") || uri.Fragment.Length > 0)
        {
            problem = $"the broker's address must end after the port: {uri.PathAndQuery}{uri.Fragment} is too much";
            return false;
        }

        bool tls = uri.Scheme == "mqtts";
        int port = uri.Port > 0 ? uri.Port : tls ? DefaultTlsPort : DefaultPort;
        (string? user, string? password) = Split(uri.UserInfo);
        address = new BrokerAddress(uri.DnsSafeHost, port, tls, user, password);
        return true;
    }

    private static (string? User, string? Password) Split(string userInfo)
    {
        int colon = userInfo.IndexOf(':');
        return userInfo.Length == 0 ? (null, null)
            : colon < 0 ? (Uri.UnescapeDataString(userInfo), null)
            : (Uri.UnescapeDataString(userInfo[..colon]), Uri.UnescapeDataString(userInfo[(colon + 1)..]));
    }
}
