namespace NanoEvents.Cli.Commands;

/// <summary>Reads the address of a broker. Messages do not quote the address, because it may contain a password.</summary>
internal static class BrokerUrl
{
    public static bool TryParse(string text, out Uri? broker, out string why)
    {
        string url = text.Contains("://", StringComparison.Ordinal) ? text : "mqtt://" + text;
        bool isUrl = Uri.TryCreate(url, UriKind.Absolute, out broker);
        why = !isUrl || broker!.Host.Length == 0 ? "is not an address"
            : broker.Scheme is not ("mqtt" or "mqtts") ? "must begin with mqtt:// or mqtts://"
            : broker.Port == 0 ? "must have a port from 1 to 65535"
            : broker.PathAndQuery is not ("" or "/") || broker.Fragment.Length > 0 ? "must end after the port"
            : "";
        return why.Length == 0;
    }
}
