using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace NanoEvents.Cli.Certificates;

/// <summary>The folder that goes to the broker: the files that Mosquitto needs, with a configuration of all rights.</summary>
/// <param name="folder">Where it is.</param>
/// <param name="place">Where it will be on the broker's machine.</param>
internal sealed class MosquittoFolder(string folder, string place)
{
    /// <summary>The port for user and password, and the one for certificates.</summary>
    public const int PasswordPort = 8883;
    public const int CertificatePort = 8884;

    private const string Header = "# Written by `nanoevents certificates`, and written anew by its next run.\n";

    private string CertificateFile => Path.Combine(folder, "server.crt");

    private string KeyFile => Path.Combine(folder, "server.key");

    private string PasswordsFile => Path.Combine(folder, "nanoevents.passwd");

    /// <summary>The broker's certificate; null if there is none with a key.</summary>
    public X509Certificate2? Find() =>
        File.Exists(CertificateFile) && File.Exists(KeyFile) ? X509CertificateLoader.LoadCertificateFromFile(CertificateFile) : null;

    /// <summary>Gives the broker its certificate.</summary>
    public void Put(X509Certificate2 certificate)
    {
        KeyFiles.WriteKey(KeyFile, certificate);
        KeyFiles.WritePublic(CertificateFile, certificate.ExportCertificatePem() + "\n");
    }

    /// <summary>Lets a user in by password.</summary>
    public void SetPassword(string user, string password) => WritePasswords([.. OtherPasswords(user), $"{user}:{MosquittoPassword.Hash(password)}"]);

    /// <summary>Locks a user out.</summary>
    public void RemovePassword(string user) => WritePasswords(OtherPasswords(user));

    /// <summary>Writes the files that depend on the authority: trusted authority, revoked certificates, and access list.</summary>
    public void Write(Authority authority)
    {
        KeyFiles.WritePublic(Path.Combine(folder, "ca.crt"), authority.CertificatePem);
        KeyFiles.WritePublic(Path.Combine(folder, "ca.crl"), authority.RevokedPem);
        KeyFiles.WritePublic(Path.Combine(folder, "nanoevents.conf"), Configuration(place));
        KeyFiles.WritePublic(Path.Combine(folder, "nanoevents.acl"), AccessList(authority.Parties));
        if (!File.Exists(PasswordsFile))
        {
            WritePasswords([]);
        }
    }

    /// <summary>Mosquitto's configuration.</summary>
    /// <param name="place">Where the folder is on the broker's machine.</param>
    public static string Configuration(string place) => Header + $"""

        # User and password, over TLS.
        listener {PasswordPort}
        certfile {place}/server.crt
        keyfile {place}/server.key

        # A certificate of our authority in place of a password: its CN is the user.
        listener {CertificatePort}
        certfile {place}/server.crt
        keyfile {place}/server.key
        cafile {place}/ca.crt
        crlfile {place}/ca.crl
        require_certificate true
        use_identity_as_username true

        allow_anonymous false
        password_file {place}/nanoevents.passwd
        acl_file {place}/nanoevents.acl

        # Sessions, and what waits in them, survive a restart; where, says persistence_location in mosquitto.conf. Mosquitto's own limit is 1000
        # messages: two hours away would lose events.
        persistence true
        autosave_interval 60
        max_queued_messages 100000
        persistent_client_expiration 14d

        # A batch has 1 KiB at most.
        message_size_limit 65536

        """;

    /// <summary>Mosquitto's access list: a device may only write under its own name, and a reader may only read.</summary>
    public static string AccessList(IEnumerable<Party> parties)
    {
        StringBuilder text = new(Header);
        foreach (Party party in parties.OrderBy(party => party.Role).ThenBy(party => party.Name, StringComparer.Ordinal))
        {
            string name = party.Name;
            text.Append(party.Role switch
            {
                Role.Device => $"\nuser {name}\ntopic write nanoevents/{name}/events\ntopic write nanoevents/{name}/state\ntopic write nanoevents/{name}/status\n",
                Role.Reader => $"\nuser {name}\ntopic read nanoevents/#\n",
                _ => "",
            });
        }

        return text.ToString();
    }

    private List<string> OtherPasswords(string user) =>
        File.Exists(PasswordsFile) ? [.. File.ReadLines(PasswordsFile).Where(line => !line.StartsWith(user + ":", StringComparison.Ordinal))] : [];

    private void WritePasswords(IEnumerable<string> lines) => KeyFiles.WritePrivate(PasswordsFile, string.Concat(lines.Select(line => line + "\n")));
}
