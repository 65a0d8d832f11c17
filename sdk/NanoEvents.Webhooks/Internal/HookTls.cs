using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace NanoEvents.Webhooks;

/// <summary>The other side's certificate is not good.</summary>
internal sealed class HookDistrustException(string message) : AuthenticationException(message);

/// <summary>Whom a connection with TLS trusts, and why not, as one line for people.</summary>
internal static class HookTls
{
    public static SslClientAuthenticationOptions Open(HookAddress target, WebhookOptions options)
    {
        TlsFiles files = TlsFiles.Load(options.Tls);
        return new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = files.Policy(),
            RemoteCertificateValidationCallback = (_, shown, chain, errors) => errors == SslPolicyErrors.None ? true : throw new HookDistrustException(Why(shown, chain, errors)),
        };

        string Why(X509Certificate? shown, X509Chain? systems, SslPolicyErrors errors)
        {
            using var own = new X509Chain();
            return TlsDistrust.Describe(shown, systems ?? own, errors, target.Uri.IdnHost, files.TrustedName, options.TimeProvider.GetUtcNow()).Problem;
        }
    }
}
