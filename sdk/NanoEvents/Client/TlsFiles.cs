using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;

namespace NanoEvents;

/// <summary>The certificates that the options name: whom to trust, and what to show.</summary>
internal sealed class TlsFiles
{
    private X509Certificate2Collection? _trusted;
    private X509Certificate2? _own;

    /// <summary>Finds what is wrong with the files.</summary>
    /// <returns>One line for people, or null where nothing is wrong.</returns>
    public static string? FindProblem(EventClientOptions options)
    {
        if (options.CertificateFile is null && (options.KeyFile ?? options.KeyPassword) is not null)
        {
            return "a key needs a certificate: set CertificateFile";
        }

        string? missing = new[] { options.CaFile, options.CertificateFile, options.KeyFile }.FirstOrDefault(f => f is not null && !File.Exists(f));
        if (missing is not null)
        {
            return $"there is no file {missing}";
        }

        try
        {
            TlsFiles files = Load(options);
            return files._trusted is { Count: 0 } ? $"there is no certificate in {options.CaFile}: it must be PEM" : null;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"a certificate or key cannot be read: {e.Message}";
        }
    }

    public static TlsFiles Load(EventClientOptions options)
    {
        var files = new TlsFiles();
        if (options.CaFile is { } ca)
        {
            files._trusted = [];
            files._trusted.ImportFromPemFile(ca);
        }

        if (options.CertificateFile is { } certificate)
        {
            files._own = LoadOwn(certificate, options.KeyFile, options.KeyPassword);
        }

        return files;
    }

    public void Apply(MqttClientTlsOptionsBuilder tls)
    {
        if (_trusted is not null)
        {
            // Private authorities rarely publish what they have revoked.
            tls.WithTrustChain(_trusted).WithRevocationMode(X509RevocationMode.NoCheck);
        }

        if (_own is not null)
        {
            tls.WithClientCertificates([_own]);
        }
    }

    private static X509Certificate2 LoadOwn(string certificate, string? key, string? password)
    {
        X509Certificate2 own = password is null
            ? X509Certificate2.CreateFromPemFile(certificate, key)
            : X509Certificate2.CreateFromEncryptedPemFile(certificate, password, key);
        if (!OperatingSystem.IsWindows())
        {
            return own;
        }

        // TLS on Windows cannot use a key that lives in memory alone.
        using (own)
        {
            return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
        }
    }
}
