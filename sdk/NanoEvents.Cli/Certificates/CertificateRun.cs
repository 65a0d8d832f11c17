using System.Security.Cryptography.X509Certificates;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Certificates;

/// <summary>
/// One run of `certificates`: makes missing files, keeps existing ones, and reports both. Each party has a folder that contains only the files that
/// it needs.
/// </summary>
/// <param name="root">The folder of all.</param>
/// <param name="now">The time.</param>
/// <param name="output">The writer that gets a line for each folder.</param>
internal sealed class CertificateRun(string root, DateTimeOffset now, TextWriter output)
{
    /// <summary>Folders that no party can have.</summary>
    public static readonly string[] Reserved = ["authority", "broker"];

    private static readonly TimeSpan _soon = TimeSpan.FromDays(30);

    private readonly List<string> _next = [];

    /// <summary>The names and addresses of the broker; empty for those that it already has.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The parties that get a certificate and a password, unless they have them.</summary>
    public IReadOnlyList<Party> Parties { get; init; } = [];

    /// <summary>The parties whose certificates and passwords are revoked. Comes before <see cref="Parties"/>: who is in both gets new ones.</summary>
    public IReadOnlyList<string> Revoked { get; init; } = [];

    /// <summary>The path of the broker's folder on its machine.</summary>
    public required string Place { get; init; }

    private string AuthorityFolder => Path.Combine(root, "authority");

    private string BrokerFolder => Path.Combine(root, "broker");

    /// <summary>Does it.</summary>
    /// <returns>The next steps, one line each.</returns>
    /// <exception cref="CommandException">An input is invalid; at most a new authority has been made.</exception>
    public IReadOnlyList<string> Run()
    {
        MosquittoFolder mosquitto = new(BrokerFolder, Place);
        using X509Certificate2? before = mosquitto.Find();
        CheckBeginning(before);
        using Authority authority = Authority.Open(AuthorityFolder, now);
        CheckParties(authority);
        Say(authority.IsNew ? "made" : "kept", AuthorityFolder, $"{authority.Certificate.Subject}, until {Day(authority.Certificate)}; keep it apart: with its ca.key one can be anybody");
        bool isChanged = authority.IsNew;
        foreach (string name in Revoked)
        {
            Revoke(name, authority, mosquitto);
            isChanged = true;
        }

        IReadOnlyList<string> hosts = GiveBroker(authority, mosquitto, before, ref isChanged);
        foreach (Party party in Parties)
        {
            isChanged |= Give(party, authority, mosquitto, hosts[0]);
        }

        mosquitto.Write(authority);
        if (isChanged)
        {
            _next.Insert(0, $"broker: copy {BrokerFolder} to its machine as {Place}; there: chown -R mosquitto {Place} && cp {Place}/nanoevents.conf /etc/mosquitto/conf.d/ && systemctl restart mosquitto");
        }

        return _next;
    }

    private void CheckBeginning(X509Certificate2? before)
    {
        bool hasAuthority = Directory.Exists(AuthorityFolder);
        if (!hasAuthority && before != null)
        {
            throw new CommandException($"{AuthorityFolder} is not there, though it has made {BrokerFolder}: bring it back, or choose another --out for a new authority");
        }

        if (!hasAuthority && Revoked.Count > 0)
        {
            throw new CommandException($"--revoke {Revoked[0]}: there is no authority in {AuthorityFolder}; say with --out where it is");
        }

        if (before == null && Hosts.Count == 0)
        {
            throw new CommandException($"{BrokerFolder} has no certificate yet: say with --host by which name or address devices and readers reach the broker");
        }
    }

    private void CheckParties(Authority authority)
    {
        List<Party> known = [.. authority.Parties];
        foreach (string name in Revoked.Where(name => known.All(party => party.Name != name)))
        {
            string there = string.Join(", ", known.Select(party => party.Name).Order());
            throw new CommandException($"--revoke {name}: {AuthorityFolder} has issued no certificate of that name that is still good; there {(there.Length == 0 ? "is none" : $"are {there}")}");
        }

        known.RemoveAll(party => Revoked.Contains(party.Name));
        foreach (Party party in Parties)
        {
            Party other = known.Concat(Parties).FirstOrDefault(other => other != party && string.Equals(other.Name, party.Name, StringComparison.OrdinalIgnoreCase));
            if (other.Name != null)
            {
                throw new CommandException($"there is a {other} already: the {party} needs another name");
            }
        }
    }

    private void Revoke(string name, Authority authority, MosquittoFolder mosquitto)
    {
        int count = authority.Revoke(name);
        mosquitto.RemovePassword(name);
        new PartyFolder(Path.Combine(root, name)).Delete();
        Say("revoked", Path.Combine(root, name), $"{count} certificate{(count == 1 ? "" : "s")} and the password; from the broker's next start on");
    }

    private IReadOnlyList<string> GiveBroker(Authority authority, MosquittoFolder mosquitto, X509Certificate2? before, ref bool isChanged)
    {
        IReadOnlyList<string> had = before == null ? [] : Names(before);
        bool isOurs = before != null && before.Issuer == authority.Certificate.Subject;
        bool isSame = Hosts.Count == 0 || Hosts.Order().SequenceEqual(had.Order());
        if (isOurs && isSame && now < before!.NotAfter - _soon)
        {
            Say("kept", BrokerFolder, $"for {string.Join(", ", had)}, until {Day(before)}");
            return had;
        }

        IReadOnlyList<string> hosts = Hosts.Count == 0 ? had : Hosts;
        using X509Certificate2 certificate = CertificateMaker.MakeBroker(authority.Certificate, hosts, now);
        mosquitto.Put(certificate);
        isChanged = true;
        string why = before == null ? "" : !isOurs ? "; the one before was of another authority" : !isSame ? $"; the one before was for {string.Join(", ", had)}" : $"; the one before ends on {Day(before)}";
        Say("made", BrokerFolder, $"for {string.Join(", ", hosts)}, until {Day(certificate)}{why}");
        _next.Add($"by {certificate.NotAfter - _soon:yyyy-MM-dd}: the same command again, which makes the broker a new certificate in the last {_soon.Days} days of this one; then copy {BrokerFolder} and restart Mosquitto. After {Day(certificate)} nobody connects");
        return hosts;
    }

    private bool Give(Party party, Authority authority, MosquittoFolder mosquitto, string host)
    {
        string path = Path.Combine(root, party.Name);
        PartyFolder folder = new(path);
        if (authority.Find(party.Name) is { } certificate)
        {
            Say("kept", path, $"{party.Role.ToString().ToLowerInvariant()}, until {Day(certificate)}{(folder.IsHere ? "" : $"; its files are not here: where they are lost, --revoke {party.Name} as well")}");
            return false;
        }

        using X509Certificate2 made = CertificateMaker.MakeClient(authority.Certificate, party, now);
        string password = MosquittoPassword.New();
        folder.Write(party, made, authority, password, host);
        mosquitto.SetPassword(party.Name, password);
        authority.Record(made);
        Say("made", path, $"{party.Role.ToString().ToLowerInvariant()}, until {Day(made)}");
        string connection = $"--broker mqtts://{Bracketed(host)}:{MosquittoFolder.CertificatePort} --ca {folder.AuthorityFile} --certificate {folder.CertificateFile} --key {folder.KeyFile}";
        _next.Add($"{party.Name}: " + party.Role switch
        {
            Role.Device => $"nanoevents configure --file {folder.SettingsFile}",
            Role.Bridge => $"nanoevents bridge {connection} --to homeassistant:",
            Role.HomeAssistant => $"in Home Assistant, the broker {host}, port {MosquittoFolder.PasswordPort}, this user, the password in {folder.PasswordFile} and the authority {folder.AuthorityFile}",
            _ => $"nanoevents watch {connection}",
        });
        return true;
    }

    private void Say(string what, string where, string text) => output.WriteLine($"{what,-7}  {where,-20}  {text}");

    private static IReadOnlyList<string> Names(X509Certificate2 certificate)
    {
        X509SubjectAlternativeNameExtension names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().First();
        return [.. names.EnumerateDnsNames(), .. names.EnumerateIPAddresses().Select(address => address.ToString())];
    }

    private static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;

    private static string Day(X509Certificate2 certificate) => $"{certificate.NotAfter:yyyy-MM-dd}";
}
