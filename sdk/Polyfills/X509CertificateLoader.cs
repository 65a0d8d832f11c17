namespace System.Security.Cryptography.X509Certificates;

/// <summary>The loader of .NET 9, for libraries that are built for .NET 8.</summary>
internal static class X509CertificateLoader
{
    /// <summary>Loads a certificate and its key.</summary>
    public static X509Certificate2 LoadPkcs12(byte[] data, string? password) => new(data, password);

    /// <summary>Loads a certificate and its key from a file.</summary>
    public static X509Certificate2 LoadPkcs12FromFile(string path, string? password) => new(path, password);
}
