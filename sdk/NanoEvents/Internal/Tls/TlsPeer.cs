using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using MQTTnet;
using MQTTnet.Exceptions;

namespace NanoEvents;

/// <summary>The broker as TLS shows it in one connection: whether it is believed and, where TLS fails, what is said to people.</summary>
/// <param name="host">The name by which it is called.</param>
/// <param name="port">Its port.</param>
/// <param name="files">Whom to trust, and what to show.</param>
/// <param name="time">The clock that certificates are held against.</param>
internal sealed class TlsPeer(string host, int port, TlsFiles files, TimeProvider time)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private TlsTrouble? _distrust;
    private bool _isTrusted;

    public void Apply(MqttClientTlsOptionsBuilder tls)
    {
        files.Apply(tls.UseTls());
        tls.WithCertificateValidationHandler(Judge);
    }

    /// <summary>What an exception of a connection that has not opened means; null where it is not about TLS.</summary>
    public async Task<TlsTrouble?> FindAsync(Exception e, CancellationToken cancellationToken)
    {
        if ((_distrust ?? TlsAlert.Find(e, files.Own, time.GetUtcNow())) is { } known)
        {
            return known;
        }

        bool isSilence = e is MqttCommunicationTimedOutException or OperationCanceledException;
        return isSilence ? null : !_isTrusted ? FindOtherThanTls(e) : await FindLateAlertAsync(cancellationToken).ConfigureAwait(false) ?? Hangup();
    }

    // Nothing is forgiven here: what the chain and the name say is only remembered in words.
    private bool Judge(MqttClientCertificateValidationEventArgs e)
    {
        _isTrusted = e.SslPolicyErrors == SslPolicyErrors.None;
        _distrust = _isTrusted ? null : TlsDistrust.Describe(e.Certificate, e.Chain, e.SslPolicyErrors, host, files.TrustedName, time.GetUtcNow());
        return _isTrusted;
    }

    // TLS 1.3 lets us speak before the broker has looked at our certificate, and what it says of it may be lost as it closes the connection.
    // In TLS 1.2 it looks first: one handshake, without a word of MQTT, hears the alert.
    private async Task<TlsTrouble?> FindLateAlertAsync(CancellationToken cancellationToken)
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
            return TlsAlert.Find(e, files.Own, time.GetUtcNow());
        }
    }

    private TlsTrouble Hangup() => new(
        "it ends the connection after TLS, without an answer",
        files.Own is { } own ? $"Look into its log: it may refuse {TlsDistrust.NameOf(own)}" : "Look into its log: it may want a certificate",
        MayPass: true);

    private static TlsTrouble? FindOtherThanTls(Exception e)
    {
        bool isAboutAnswer = false;
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is OperationCanceledException or SocketException { SocketErrorCode: not SocketError.ConnectionReset })
            {
                return null;
            }

            isAboutAnswer |= inner is AuthenticationException or IOException or SocketException;
        }

        return isAboutAnswer
            ? new("it does not answer in TLS", "Is this its port for TLS (mqtts://, 8883 is usual), and not a plain one (mqtt://, 1883)?", MayPass: true)
            : null;
    }
}
