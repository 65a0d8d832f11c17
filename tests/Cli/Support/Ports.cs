using System.Net;
using System.Net.Sockets;

namespace NanoEvents.Cli.Tests.Support;

internal static class Ports
{
    /// <summary>A port of loopback that was free a moment ago.</summary>
    public static int Free()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
