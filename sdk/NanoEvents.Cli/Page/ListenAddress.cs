using System.Globalization;
using System.Net;

namespace NanoEvents.Cli.Page;

/// <summary>Reads the address of a page: an address, a port, or both.</summary>
internal static class ListenAddress
{
    /// <summary>The port that is easy to remember: a page keeps its address.</summary>
    public const int UsualPort = 8088;

    /// <summary>What a text means; null if it is no address.</summary>
    public static IPEndPoint? Parse(string text)
    {
        string given = text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? text["http://".Length..].TrimEnd('/') : text;
        given = given.StartsWith("localhost", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" + given["localhost".Length..] : given.StartsWith('*') ? "0.0.0.0" + given[1..] : given;
        if (TryPort(given.TrimStart(':'), out int alone))
        {
            return new IPEndPoint(IPAddress.Loopback, alone);
        }

        if (IPAddress.TryParse(given, out IPAddress? host) && (given.Contains(':', StringComparison.Ordinal) || given.Count(c => c == '.') == 3))
        {
            return new IPEndPoint(host, UsualPort);
        }

        int colon = given.LastIndexOf(':');
        return colon > 0 && IPAddress.TryParse(given[..colon].Trim('[', ']'), out host) && TryPort(given[(colon + 1)..], out int port) ? new IPEndPoint(host, port) : null;
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 0 and <= 65535;
}
