using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace NanoEvents.Amqp;

/// <summary>The server in one TLS connection: whether it is trusted and, if TLS fails, the message for people.</summary>
/// <param name="host">The name under which it is reached.</param>
/// <param name="port">Its port.</param>
/// <param name="files">The certificates to trust, and the one to show.</param>
/// <param name="time">The clock for the dates of certificates.</param>
internal sealed class PeerTls(string host, int port, TlsFiles files, TimeProvider time)
{
    private const string NoTls = "it does not answer in TLS. Is this its port for TLS (amqps://, 5671 is usual), and not a plain one (amqp://, 5672)?";

    private TlsTrouble? _distrust;
    private bool _isTrusted;

    /// <summary>The certificate to show; null for none.</summary>
    public X509Certificate2? Own => files.Own;

    /// <summary>Whether lists of revoked certificates are asked for. Private authorities rarely publish them.</summary>
    public bool AsksForRevoked => files.TrustedName is null;

    /// <summary>Whether to go on with this server.</summary>
    public bool Judge(X509Certificate? shown, X509Chain? systems, SslPolicyErrors errors)
    {
        using var own = new X509Chain();
        X509Chain chain = systems ?? own;
        if (shown is X509Certificate2 certificate && files.Policy() is { } policy)
        {
            own.ChainPolicy = policy;
            own.ChainPolicy.ExtraStore.AddRange(chain.ChainElements.Select(element => element.Certificate).ToArray());
            errors &= ~SslPolicyErrors.RemoteCertificateChainErrors;
            errors |= own.Build(certificate) ? SslPolicyErrors.None : SslPolicyErrors.RemoteCertificateChainErrors;
            chain = own;
        }

        _distrust = errors != SslPolicyErrors.None
            ? TlsDistrust.Describe(shown, chain, errors, host, files.TrustedName, time.GetUtcNow())
            : TlsStrength.FindWeakness(chain);
        _isTrusted = _distrust is null;
        return _isTrusted;
    }

    /// <summary>Explains why a connection has not opened; null if it is not about TLS.</summary>
    public async Task<string?> ExplainAsync(Exception e, CancellationToken cancellationToken)
    {
        TlsTrouble? trouble = _distrust ?? TlsAlert.Find(e, files.Own, time.GetUtcNow(), _isTrusted) ?? TlsRefusal.Find(e);
        if (trouble is null && _isTrusted && e is IOException or ObjectDisposedException or SocketException or OperationCanceledException)
        {
            trouble = await TlsLateAlert.FindAsync(host, port, files, time, cancellationToken).ConfigureAwait(false);
        }

        return trouble is not null ? trouble.ToString().TrimEnd('.')
            : !_isTrusted && e is AuthenticationException or IOException ? NoTls
            : null;
    }
}
