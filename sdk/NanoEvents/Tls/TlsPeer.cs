using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;

namespace NanoEvents;

/// <summary>The broker as TLS shows it in one connection: whether it is believed and, where TLS fails, what is said to people.</summary>
/// <param name="host">The name by which it is called.</param>
/// <param name="files">Whom to trust, and what to show.</param>
/// <param name="time">The clock that certificates are held against.</param>
internal sealed class TlsPeer(string host, TlsFiles files, TimeProvider time)
{
    private TlsTrouble? _distrust;
    private bool _isTrusted;

    public void Apply(MqttClientTlsOptionsBuilder tls)
    {
        files.Apply(tls);
        tls.WithCertificateValidationHandler(Judge);
    }

    /// <summary>What an exception of a connection that has not opened means; null where it is not about TLS.</summary>
    public TlsTrouble? Find(Exception e)
    {
        TlsTrouble? known = _distrust ?? TlsAlert.Find(e, files.Own, time.GetUtcNow());
        return known ?? (e is OperationCanceledException ? null : _isTrusted ? Hangup() : NotTls(e));
    }

    // Nothing is forgiven here: what the chain and the name say is only remembered in words.
    private bool Judge(MqttClientCertificateValidationEventArgs e)
    {
        _isTrusted = e.SslPolicyErrors == SslPolicyErrors.None;
        _distrust = _isTrusted ? null : TlsDistrust.Describe(e.Certificate, e.Chain, e.SslPolicyErrors, host, files.TrustedName, time.GetUtcNow());
        return _isTrusted;
    }

    // A broker that wants another certificate may close the connection before what it says about it has arrived.
    private TlsTrouble Hangup() => files.Own is { } own
        ? new("it ends the connection after TLS, without an answer",
            $"Where it asks for certificates, ask whether it takes {TlsDistrust.NameOf(own)}: one that is revoked, expired or of another authority is refused", true)
        : new("it ends the connection after TLS, without an answer",
            "Where it asks for certificates, give one: CertificateFile and KeyFile, or --certificate and --key", true);

    private static TlsTrouble? NotTls(Exception e)
    {
        bool isHandshake = false;
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException { SocketErrorCode: not SocketError.ConnectionReset })
            {
                return null;
            }

            isHandshake |= inner is AuthenticationException or IOException or SocketException;
        }

        return isHandshake
            ? new("it does not answer in TLS", "Is this its port for TLS (mqtts://, 8883 is usual), and not a plain one (mqtt://, 1883)?", true)
            : null;
    }
}
