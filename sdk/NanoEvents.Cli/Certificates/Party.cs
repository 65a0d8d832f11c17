using System.Security.Cryptography.X509Certificates;

namespace NanoEvents.Cli.Certificates;

/// <summary>A device or reader that may connect to the broker: its name is the user, and a device's id in topics.</summary>
internal readonly record struct Party(string Name, Role Role)
{
    private const string UnitOid = "2.5.4.11";

    /// <summary>The name in a certificate. Mosquitto takes CN as the user. OU stores the role.</summary>
    public X500DistinguishedName Subject => new($"CN={Name}, OU={Word}");

    private string Word => Role.ToString().ToLowerInvariant();

    /// <summary>Whose certificate it is.</summary>
    public static Party Of(X509Certificate2 certificate)
    {
        string unit = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .FirstOrDefault(part => !part.HasMultipleElements && part.GetSingleElementType().Value == UnitOid)?.GetSingleElementValue() ?? "";
        Enum.TryParse(unit, ignoreCase: true, out Role role);
        return new Party(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false), role);
    }

    public override string ToString() => $"{Word} {Name}";
}

/// <summary>The role of the holder of a certificate.</summary>
internal enum Role
{
    /// <summary>The broker itself.</summary>
    Broker,

    /// <summary>Writes only under its own name.</summary>
    Device,

    /// <summary>Reads all events, and writes nothing.</summary>
    Reader,

    /// <summary>A bridge to Home Assistant: reads all states, and writes what Home Assistant shows.</summary>
    Bridge,

    /// <summary>Reads what a bridge writes for it, and whether devices are online.</summary>
    HomeAssistant,
}
