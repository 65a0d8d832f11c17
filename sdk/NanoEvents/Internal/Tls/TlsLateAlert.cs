using System.Net.Security;
using System.Net.Sockets;

namespace NanoEvents;

/// <summary>
/// Finds an alert that was lost. In TLS 1.3 the client sends data before the server has checked its certificate, and the server's alert may be lost when it
/// closes the connection. In TLS 1.2 the server checks first. So one handshake, without a message, receives the alert.
/// </summary>
internal static class TlsLateAlert
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>Null if there is none.</summary>
    /// <param name="host">The host name under which the client reaches the server.</param>
    /// <param name="port">Its port.</param>
    /// <param name="files">The certificates to trust, and the one to show.</param>
    /// <param name="time">The clock for the dates of certificates.</param>
    /// <param name="cancellationToken">Ends the search with an exception.</param>
    public static async Task<TlsTrouble?> FindAsync(string host, int port, TlsFiles files, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_patience);
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(host, port, patience.Token).ConfigureAwait(false);
            var tls = new SslStream(tcp.GetStream());
            await using (tls.ConfigureAwait(false))
            {
                await tls.AuthenticateAsClientAsync(files.Older(host), patience.Token).ConfigureAwait(false);
                return null;
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return TlsAlert.Find(e, files.Own, time.GetUtcNow(), wasJudged: true);
        }
    }
}
