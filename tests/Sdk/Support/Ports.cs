using System.Net;
using System.Net.Sockets;

namespace NanoEvents.Tests;

/// <summary>
/// Ports of loopback for the servers of tests. They lie below those that systems give to connections (from 32768 on in Linux, from 49152 in Windows), so that no
/// client takes one before its server has opened it; and processes of tests that run beside each other begin in different places.
/// </summary>
internal static class Ports
{
    private const int First = 12_000;
    private const int Count = 20_000;

    // Without a common factor with the count: neighbouring processes begin far from each other.
    private const int Stride = 7_919;

    private static int _given = (int)((long)Environment.ProcessId * Stride % Count);

    /// <summary>A port that nobody has, and that no test of this process has been given lately.</summary>
    public static int Free()
    {
        while (true)
        {
            int port = First + (Interlocked.Increment(ref _given) % Count);
            try
            {
                using TcpListener listener = new(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
