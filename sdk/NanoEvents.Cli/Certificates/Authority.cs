using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Certificates;

/// <summary>
/// A certificate authority in a folder: its certificate, its key, and the certificates that it has issued and revoked. Anyone with the key can make a
/// certificate for any name. This class never replaces the key.
/// </summary>
internal sealed class Authority : IDisposable
{
    private readonly string _folder;
    private readonly DateTimeOffset _now;

    private Authority(string folder, X509Certificate2 certificate, bool isNew, DateTimeOffset now)
    {
        _folder = folder;
        _now = now;
        Certificate = certificate;
        IsNew = isNew;
    }

    /// <summary>The authority's certificate, with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Whether it has just been made.</summary>
    public bool IsNew { get; }

    /// <summary>The certificate as it is given to all parties.</summary>
    public string CertificatePem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>The list of revoked certificates.</summary>
    public string RevokedPem => File.ReadAllText(RevokedFile);

    /// <summary>The list of what is revoked, and of the certificates of a role: for a door that is not theirs.</summary>
    public string RevokedOrOf(Role role)
    {
        CertificateRevocationListBuilder list = CertificateRevocationListBuilder.LoadPem(RevokedPem, out BigInteger number);
        foreach ((_, X509Certificate2 certificate) in Issued().Where(issued => Party.Of(issued.Certificate).Role == role))
        {
            list.AddEntry(certificate, _now);
        }

        return Pem(list, number);
    }

    /// <summary>Whose certificates are in use.</summary>
    public IEnumerable<Party> Parties => Issued().Select(issued => Party.Of(issued.Certificate)).Distinct();

    private string IssuedFolder => Path.Combine(_folder, "issued");

    private string RevokedFolder => Path.Combine(_folder, "revoked");

    private string RevokedFile => Path.Combine(_folder, "ca.crl");

    /// <summary>Opens the authority of a folder, or makes a new one.</summary>
    /// <exception cref="CommandException">The authority is incomplete or has expired.</exception>
    public static Authority Open(string folder, DateTimeOffset now)
    {
        string certificateFile = Path.Combine(folder, "ca.crt");
        string keyFile = Path.Combine(folder, "ca.key");
        if (File.Exists(certificateFile) != File.Exists(keyFile))
        {
            string missing = File.Exists(keyFile) ? certificateFile : keyFile;
            throw new CommandException($"{missing} is not there, but the other half of the authority is: bring it back, or choose another --out for a new authority");
        }

        bool isNew = !File.Exists(keyFile);
        Authority authority = isNew
            ? new Authority(folder, CertificateMaker.MakeAuthority(now), true, now)
            : new Authority(folder, Load(certificateFile, keyFile), false, now);
        if (isNew)
        {
            KeyFiles.WriteKey(keyFile, authority.Certificate);
            KeyFiles.WritePublic(certificateFile, authority.CertificatePem);
        }
        else if (now > authority.Certificate.NotAfter)
        {
            throw new CommandException($"the authority in {folder} ended on {authority.Certificate.NotAfter:yyyy-MM-dd}: choose another --out for a new one");
        }

        if (!File.Exists(authority.RevokedFile))
        {
            authority.WriteRevoked(new CertificateRevocationListBuilder(), BigInteger.Zero);
        }

        return authority;
    }

    /// <summary>Keeps a copy of a certificate, so that it can be revoked later without the original.</summary>
    public void Record(X509Certificate2 certificate) =>
        KeyFiles.WritePublic(Path.Combine(IssuedFolder, $"{certificate.SerialNumber}.crt"), certificate.ExportCertificatePem() + "\n");

    /// <summary>A party's newest certificate; null if it has none.</summary>
    public X509Certificate2? Find(string name) =>
        Issued().Select(issued => issued.Certificate).Where(certificate => Party.Of(certificate).Name == name).MaxBy(certificate => certificate.NotBefore);

    /// <summary>Revokes all certificates of a party.</summary>
    /// <returns>How many there were.</returns>
    public int Revoke(string name)
    {
        List<(string File, X509Certificate2 Certificate)> all = [.. Issued().Where(issued => Party.Of(issued.Certificate).Name == name)];
        if (all.Count == 0)
        {
            return 0;
        }

        CertificateRevocationListBuilder list = CertificateRevocationListBuilder.LoadPem(RevokedPem, out BigInteger number);
        all.ForEach(issued => list.AddEntry(issued.Certificate, _now));
        WriteRevoked(list, number + 1);
        Directory.CreateDirectory(RevokedFolder);
        all.ForEach(issued => File.Move(issued.File, Path.Combine(RevokedFolder, Path.GetFileName(issued.File)), overwrite: true));
        return all.Count;
    }

    public void Dispose() => Certificate.Dispose();

    private static X509Certificate2 Load(string certificateFile, string keyFile)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new CommandException($"{certificateFile} and {keyFile} are not a certificate and its key: bring the right ones back, or choose another --out for a new authority");
        }
    }

    // Mosquitto refuses all clients when the list has expired, so the list is valid as long as the authority.
    private string Pem(CertificateRevocationListBuilder list, BigInteger number)
    {
        byte[] bytes = list.Build(Certificate, number, Certificate.NotAfter, HashAlgorithmName.SHA256, null, CertificateMaker.Beginning(_now));
        return PemEncoding.WriteString("X509 CRL", bytes) + "\n";
    }

    private void WriteRevoked(CertificateRevocationListBuilder list, BigInteger number) => KeyFiles.WritePublic(RevokedFile, Pem(list, number));

    private IEnumerable<(string File, X509Certificate2 Certificate)> Issued() =>
        Directory.Exists(IssuedFolder)
            ? Directory.EnumerateFiles(IssuedFolder, "*.crt").Select(file => (file, X509CertificateLoader.LoadCertificateFromFile(file)))
            : [];
}
