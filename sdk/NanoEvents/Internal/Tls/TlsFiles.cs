using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;

namespace NanoEvents;

/// <summary>The certificates of the options: those to trust, and the one to show.</summary>
internal sealed class TlsFiles
{
    private X509Certificate2Collection? _trusted;

    /// <summary>The certificate to show; null for none.</summary>
    public X509Certificate2? Own { get; private set; }

    /// <summary>The file of the trusted authorities, for messages; null for those of the system.</summary>
    public string? TrustedName { get; private set; }

    /// <summary>Finds what is wrong with the files.</summary>
    /// <returns>One line for people, or null if the options are valid.</returns>
    public static string? FindProblem(TlsSettings options)
    {
        if (options.Certificate is not null)
        {
            return options.CertificateFile is not null ? "the certificate must be set once: Certificate or CertificateFile"
                : !options.Certificate.HasPrivateKey ? "the certificate has no key: load it with its key"
                : FindFileProblem(options);
        }

        return FindFileProblem(options);
    }

    private static string? FindFileProblem(TlsSettings options)
    {
        if (options.CertificateFile is null && (options.KeyFile ?? options.KeyPassword) is not null)
        {
            return "a key needs a certificate: set CertificateFile";
        }

        if (new[] { options.CaFile, options.CertificateFile, options.KeyFile }.Any(f => f?.Contains("-----BEGIN", StringComparison.Ordinal) == true))
        {
            return "CaFile, CertificateFile and KeyFile take the path of a file, not what is in it";
        }

        string? missing = new[] { options.CaFile, options.CertificateFile, options.KeyFile }.FirstOrDefault(f => f is not null && !File.Exists(f));
        if (missing is not null)
        {
            return $"there is no file {missing}";
        }

        try
        {
            TlsFiles files = Load(options);
            return files._trusted is not { Count: 0 } ? null
                : options.Authorities is null ? $"there is no certificate in {options.CaFile}: it must be PEM" : "the authorities hold no certificate";
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"a certificate or key cannot be read: {e.Message}";
        }
    }

    public static TlsFiles Load(TlsSettings options)
    {
        var files = new TlsFiles();
        if (options.Authorities is { } authorities)
        {
            files._trusted = authorities;
            files.TrustedName = "the authorities that are given";
        }
        else if (options.CaFile is { } ca)
        {
            files._trusted = [];
            files._trusted.ImportFromPemFile(ca);
            files.TrustedName = ca;
        }

        files.Own = options.Certificate ?? (options.CertificateFile is { } file ? LoadOwn(file, options.KeyFile, options.KeyPassword) : null);
        return files;
    }

    public void Apply(MqttClientTlsOptionsBuilder tls)
    {
        if (_trusted is not null)
        {
            // Private authorities rarely publish lists of revoked certificates.
            tls.WithTrustChain(_trusted).WithRevocationMode(X509RevocationMode.NoCheck);
        }

        if (Own is not null)
        {
            tls.WithClientCertificates([Own]);
        }
    }

    /// <summary>The same for a handshake in TLS 1.2.</summary>
    public SslClientAuthenticationOptions Older(string host) => new()
    {
        TargetHost = host,
        EnabledSslProtocols = SslProtocols.Tls12,
        ClientCertificates = Own is null ? null : [Own],
        CertificateChainPolicy = Policy(),
    };

    /// <summary>How to build a chain to the given authorities; null where those of the system are trusted.</summary>
    public X509ChainPolicy? Policy()
    {
        if (_trusted is null)
        {
            return null;
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(_trusted);
        return policy;
    }

    private static X509Certificate2 LoadOwn(string certificate, string? key, string? password)
    {
        if (Path.GetExtension(certificate).ToLowerInvariant() is ".pfx" or ".p12")
        {
            return X509CertificateLoader.LoadPkcs12FromFile(certificate, password);
        }

        X509Certificate2 own = password is null
            ? X509Certificate2.CreateFromPemFile(certificate, key)
            : X509Certificate2.CreateFromEncryptedPemFile(certificate, password, key);
        if (!OperatingSystem.IsWindows())
        {
            return own;
        }

        // TLS on Windows cannot use a key that is only in memory.
        using (own)
        {
            return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
        }
    }
}
