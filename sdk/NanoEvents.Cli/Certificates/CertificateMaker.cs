using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NanoEvents.Cli.Certificates;

/// <summary>
/// Makes certificates. The keys are ECDSA on the curve P-256: Mosquitto, .NET and a board's mbedTLS take it, and messages are a third as large as
/// with RSA.
/// </summary>
internal static class CertificateMaker
{
    private const int AuthorityDays = 3650;

    // Apple's systems refuse a broker's certificate that is valid for longer.
    private const int BrokerDays = 825;

    private const string ForBrokers = "1.3.6.1.5.5.7.3.1";
    private const string ForClients = "1.3.6.1.5.5.7.3.2";

    // A new certificate must be valid on a board or broker whose clock is a little behind.
    private static readonly TimeSpan _slack = TimeSpan.FromDays(1);

    /// <summary>The start of validity of a certificate made now.</summary>
    public static DateTimeOffset Beginning(DateTimeOffset now) => now - _slack;

    /// <summary>An authority: a certificate that signs others, with its key.</summary>
    public static X509Certificate2 MakeAuthority(DateTimeOffset now)
    {
        using ECDsa key = NewKey();

        // With the same name, two authorities could not be told apart in messages.
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(2));
        CertificateRequest request = new($"CN=NanoEvents authority {id}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(Beginning(now), now.AddDays(AuthorityDays));
    }

    /// <summary>A broker's certificate, for the names and addresses by which it is called; with its key.</summary>
    public static X509Certificate2 MakeBroker(X509Certificate2 authority, IReadOnlyList<string> hosts, DateTimeOffset now)
    {
        SubjectAlternativeNameBuilder names = new();
        foreach (string host in hosts)
        {
            if (IPAddress.TryParse(host, out IPAddress? address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        return Sign(authority, new Party(hosts[0], Role.Broker), ForBrokers, names.Build(), now, now.AddDays(BrokerDays));
    }

    /// <summary>
    /// A device's or reader's certificate, with its key. It is valid as long as the authority, to spare you a visit to a board in the attic.
    /// </summary>
    public static X509Certificate2 MakeClient(X509Certificate2 authority, Party party, DateTimeOffset now, DateTimeOffset? until = null) =>
        Sign(authority, party, ForClients, null, now, until ?? DateTimeOffset.MaxValue);

    private static X509Certificate2 Sign(
        X509Certificate2 authority, Party party, string purpose, X509Extension? names, DateTimeOffset now, DateTimeOffset until)
    {
        using ECDsa key = NewKey();
        CertificateRequest request = new(party.Subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        if (names != null)
        {
            request.CertificateExtensions.Add(names);
        }

        DateTimeOffset end = authority.NotAfter;
        DateTimeOffset begin = authority.NotBefore > Beginning(now) ? authority.NotBefore : Beginning(now);
        using X509Certificate2 signed = request.Create(authority, begin, until < end ? until : end, SerialNumber());
        return signed.CopyWithPrivateKey(key);
    }

    private static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    // Positive, as the standard requires: the highest bit stays 0.
    private static byte[] SerialNumber()
    {
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }
}
