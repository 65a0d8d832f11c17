using System.Security.Cryptography.X509Certificates;

namespace NanoEvents.Cli.Certificates;

/// <summary>The folder for one device or reader.</summary>
internal sealed class PartyFolder(string folder)
{
    /// <summary>A settings file for `nanoevents configure`, with the password in it; for devices.</summary>
    public string SettingsFile => Path.Combine(folder, "settings");

    /// <summary>The password alone.</summary>
    public string PasswordFile => Path.Combine(folder, "password");

    public string AuthorityFile => Path.Combine(folder, "ca.crt");

    public string CertificateFile => Path.Combine(folder, "client.crt");

    public string KeyFile => Path.Combine(folder, "client.key");

    /// <summary>Whether the party's files are still here.</summary>
    public bool IsHere => File.Exists(KeyFile);

    /// <summary>Writes them.</summary>
    public void Write(Party party, X509Certificate2 certificate, Authority authority, string password, string host)
    {
        KeyFiles.WriteKey(KeyFile, certificate);
        KeyFiles.WritePublic(CertificateFile, certificate.ExportCertificatePem() + "\n");
        KeyFiles.WritePublic(AuthorityFile, authority.CertificatePem);
        KeyFiles.WritePrivate(PasswordFile, password + "\n");
        if (party.Role == Role.Device)
        {
            KeyFiles.WritePrivate(SettingsFile, Settings(party, password, host));
        }
    }

    /// <summary>Deletes the files, because they are of no use any more.</summary>
    public void Delete()
    {
        foreach (string file in new[] { KeyFile, CertificateFile, AuthorityFile, PasswordFile, SettingsFile })
        {
            File.Delete(file);
        }

        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    private string Settings(Party party, string password, string host) => $"""
        # nanoevents configure --file {SettingsFile}
        device.id={party.Name}
        broker.host={host}
        broker.port={MosquittoFolder.DevicePasswordPort}
        broker.tls=on
        broker.ca={Path.GetFullPath(AuthorityFile)}
        broker.user={party.Name}
        broker.password={password}

        """;
}
