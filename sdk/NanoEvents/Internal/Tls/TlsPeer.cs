using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using MQTTnet;
using MQTTnet.Exceptions;

namespace NanoEvents;

/// <summary>The broker in one TLS connection: whether the client trusts it and, if TLS fails, the message for people.</summary>
/// <param name="host">The host name under which the client reaches it.</param>
/// <param name="port">Its port.</param>
/// <param name="files">The certificates to trust, and the one to show.</param>
/// <param name="time">The clock for the dates of certificates.</param>
internal sealed class TlsPeer(string host, int port, TlsFiles files, TimeProvider time)
{
    private TlsTrouble? _distrust;
    private bool _isTrusted;

    /// <summary>When the broker's certificate expires; null before it is known.</summary>
    public TlsExpiry? Expiry { get; private set; }

    public void Apply(MqttClientTlsOptionsBuilder tls)
    {
        files.Apply(tls.UseTls().WithSslProtocols(TlsStrength.Protocols));
        tls.WithCertificateValidationHandler(Judge);
    }

    /// <summary>Explains the exception of a connection that has not opened; null if it is not about TLS.</summary>
    public async Task<TlsTrouble?> FindAsync(Exception e, CancellationToken cancellationToken)
    {
        if ((_distrust ?? TlsAlert.Find(e, files.Own, time.GetUtcNow(), _isTrusted) ?? TlsRefusal.Find(e)) is { } known)
        {
            return known;
        }

        bool isSilence = e is MqttCommunicationTimedOutException or OperationCanceledException;
        return isSilence ? null : !_isTrusted ? FindOtherThanTls(e) : await TlsLateAlert.FindAsync(host, port, files, time, cancellationToken).ConfigureAwait(false) ?? Hangup();
    }

    // No error is ignored here: this only stores the errors of chain and name as text.
    private bool Judge(MqttClientCertificateValidationEventArgs e)
    {
        _distrust = e.SslPolicyErrors != SslPolicyErrors.None
            ? TlsDistrust.Describe(e.Certificate, e.Chain, e.SslPolicyErrors, host, files.TrustedName, time.GetUtcNow())
            : TlsStrength.FindWeakness(e.Chain);
        _isTrusted = _distrust is null;
        Expiry = _isTrusted ? TlsExpiry.Of(e.Chain) : null;
        return _isTrusted;
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
