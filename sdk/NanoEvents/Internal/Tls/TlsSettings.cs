using System.Security.Cryptography.X509Certificates;

namespace NanoEvents;

/// <summary>Where the certificates are: those to trust, and the one to show. Each may be null.</summary>
/// <param name="CaFile">The file of the trusted authorities.</param>
/// <param name="Authorities">The trusted authorities, in memory.</param>
/// <param name="CertificateFile">The file of the certificate to show.</param>
/// <param name="KeyFile">The file of its key, if that is in a separate one.</param>
/// <param name="KeyPassword">The password of the key.</param>
/// <param name="Certificate">The certificate to show, in memory.</param>
internal sealed record TlsSettings(
    string? CaFile, X509Certificate2Collection? Authorities, string? CertificateFile, string? KeyFile, string? KeyPassword, X509Certificate2? Certificate)
{
    // Records print their members, and a password must not be printed.
    public override string ToString() => nameof(TlsSettings);
}
