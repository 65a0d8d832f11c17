using System.Security.Cryptography.X509Certificates;
using System.Text;
using NanoEvents.Protocol;

namespace NanoEvents.Cli.Certificates;

/// <summary>The folder that goes to the broker: the files that Mosquitto needs, with a configuration of all rights.</summary>
/// <param name="folder">Where it is.</param>
/// <param name="place">Where it will be on the broker's machine.</param>
internal sealed class MosquittoFolder(string folder, string place)
{
    /// <summary>The readers' ports: for user and password, and for certificates.</summary>
    public const int PasswordPort = 8883;
    public const int CertificatePort = 8884;

    /// <summary>The devices' ports, where the user is the client id.</summary>
    public const int DevicePasswordPort = 8885;
    public const int DeviceCertificatePort = 8886;

    // A batch, the longest topic (a prefix and a device's name with it), and what MQTT 5 may put around them.
    private const int MaxTopicBytes = 256;
    private const int MaxPacketOverhead = 256;
    public const int MaxMessageBytes = BatchFormat.MaxBytes + MaxTopicBytes + MaxPacketOverhead;

    private const string Header = "# Written by `nanoevents certificates`; its next run overwrites this file.\n";

    private string CertificateFile => Path.Combine(folder, "server.crt");

    private string KeyFile => Path.Combine(folder, "server.key");

    // All of them, from which each run makes the two that Mosquitto reads.
    private string PasswordsFile => Path.Combine(folder, "nanoevents.passwd");

    private string DevicesFile => Path.Combine(folder, "devices.passwd");

    private string ReadersFile => Path.Combine(folder, "readers.passwd");

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
        KeyFiles.WritePublic(Path.Combine(folder, "readers.crl"), authority.RevokedOrOf(Role.Device));
        KeyFiles.WritePublic(Path.Combine(folder, "nanoevents.conf"), Configuration(place));
        KeyFiles.WritePublic(Path.Combine(folder, "nanoevents.acl"), AccessList(authority.Parties));
        List<string> lines = File.Exists(PasswordsFile) ? [.. File.ReadLines(PasswordsFile)] : [];
        WritePasswords(lines);
        HashSet<string> devices = [.. authority.Parties.Where(party => party.Role == Role.Device).Select(party => party.Name)];
        WritePasswords(DevicesFile, lines.Where(line => devices.Contains(line.Split(':')[0])));
        WritePasswords(ReadersFile, lines.Where(line => !devices.Contains(line.Split(':')[0])));
    }

    /// <summary>Mosquitto's configuration.</summary>
    /// <param name="place">Where the folder is on the broker's machine.</param>
    public static string Configuration(string place) => Header + $"""

        # Readers and devices come in by doors of their own: a listener asks for its own passwords.
        per_listener_settings true

        # Readers: user and password, over TLS. A user may have as many sessions as it likes, each with a client id of its own.
        listener {PasswordPort}
        certfile {place}/server.crt
        keyfile {place}/server.key
        allow_anonymous false
        password_file {place}/readers.passwd
        acl_file {place}/nanoevents.acl

        # Readers: a certificate of our authority in place of a password; its CN is the user. The list names every device's certificate, too.
        listener {CertificatePort}
        certfile {place}/server.crt
        keyfile {place}/server.key
        cafile {place}/ca.crt
        crlfile {place}/readers.crl
        require_certificate true
        use_identity_as_username true
        allow_anonymous false
        acl_file {place}/nanoevents.acl

        # Devices: user and password, over TLS. The user is the client id: nobody can take another's session, or cut its connection.
        listener {DevicePasswordPort}
        certfile {place}/server.crt
        keyfile {place}/server.key
        use_username_as_clientid true
        allow_anonymous false
        password_file {place}/devices.passwd
        acl_file {place}/nanoevents.acl

        # Devices: a certificate in place of a password.
        listener {DeviceCertificatePort}
        certfile {place}/server.crt
        keyfile {place}/server.key
        cafile {place}/ca.crt
        crlfile {place}/ca.crl
        require_certificate true
        use_identity_as_username true
        use_username_as_clientid true
        allow_anonymous false
        acl_file {place}/nanoevents.acl

        # Sessions, and what waits in them, survive a restart; where, says persistence_location in mosquitto.conf. Mosquitto's own limit is 1000
        # messages: two hours away would lose events.
        persistence true
        autosave_interval 60
        max_queued_messages 100000
        persistent_client_expiration 14d

        # A batch has {BatchFormat.MaxBytes} bytes at most; its topic and what MQTT puts around it come on top.
        message_size_limit {MaxMessageBytes}

        """;

    /// <summary>Mosquitto's access list: a device may only write under its own name, a reader may only read, and only a bridge writes for Home Assistant.</summary>
    public static string AccessList(IEnumerable<Party> parties)
    {
        StringBuilder text = new(Header);
        foreach (Party party in parties.OrderBy(party => party.Role).ThenBy(party => party.Name, StringComparer.Ordinal))
        {
            string name = party.Name;
            text.Append(party.Role switch
            {
                Role.Device => $"\nuser {name}\ntopic write nanoevents/{name}/events\ntopic write nanoevents/{name}/state\ntopic write nanoevents/{name}/names\ntopic write nanoevents/{name}/status\n",
                Role.Reader => $"\nuser {name}\ntopic read nanoevents/#\n",
                Role.Bridge => $"\nuser {name}\ntopic read nanoevents/#\ntopic readwrite homeassistant/+/+/+/config\ntopic read homeassistant/status\ntopic write nanoevents-present/#\n",
                Role.HomeAssistant => $"\nuser {name}\ntopic read nanoevents/+/status\ntopic read nanoevents-present/#\ntopic readwrite homeassistant/#\n",
                _ => "",
            });
        }

        return text.ToString();
    }

    private List<string> OtherPasswords(string user) =>
        File.Exists(PasswordsFile) ? [.. File.ReadLines(PasswordsFile).Where(line => !line.StartsWith(user + ":", StringComparison.Ordinal))] : [];

    private void WritePasswords(IEnumerable<string> lines) => WritePasswords(PasswordsFile, lines);

    private static void WritePasswords(string file, IEnumerable<string> lines) => KeyFiles.WritePrivate(file, string.Concat(lines.Select(line => line + "\n")));
}
