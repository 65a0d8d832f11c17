using System.Net;
using System.Net.Sockets;

namespace NanoEvents.Webhooks;

/// <summary>
/// Opens connections, and looks at the address after its name is resolved: a name in a public address may mean a machine of the own network, today or at the
/// next look (server-side request forgery, DNS rebinding).
/// </summary>
internal sealed class GuardedConnector(HookAddress target, bool allowPrivate, NameResolver? resolver = null)
{
    private readonly NameResolver _resolver = resolver ?? Dns.GetHostAddressesAsync;

    /// <exception cref="HookException">None of the addresses is allowed.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        DnsEndPoint end = context.DnsEndPoint;
        IPAddress[] found = IPAddress.TryParse(end.Host, out IPAddress? literal) ? [literal] : await _resolver(end.Host, cancellationToken).ConfigureAwait(false);
        IPAddress[] allowed = [.. found.Where(IsAllowed)];
        if (found.Length > 0 && allowed.Length == 0)
        {
            throw new HookException($"{end.Host} is {(literal is null ? $"{found[0]}, which is " : "")}no public address: it needs a permission (AllowPrivate; the command: --allow-private)");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, end.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsAllowed(IPAddress address) =>
        !PrivateAddresses.Has(address)
        || (target.IsThisMachine && IPAddress.IsLoopback(address))
        || (allowPrivate && !PrivateAddresses.IsNowhere(address));
}
