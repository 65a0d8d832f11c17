using System.Net;
using System.Net.Sockets;

namespace NanoEvents.Webhooks;

/// <summary>Which addresses do not belong to the public Internet (the registries of special-purpose addresses, RFC 6890).</summary>
internal static class PrivateAddresses
{
    private static readonly IPNetwork[] _special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    // Nobody can listen there.
    private static readonly IPNetwork[] _nowhere = [.. new[] { "0.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4", "::/128", "ff00::/8" }.Select(IPNetwork.Parse)];

    private static readonly IPNetwork _translated = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork _sixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Whether it is private, of this machine, of this link, or reserved; also inside an address of IPv6 that stands for one of IPv4.</summary>
    public static bool Has(IPAddress address)
    {
        IPAddress plain = Plain(address);
        return _special.Any(network => network.Contains(plain));
    }

    /// <summary>Whether it is no address of one machine, such as that of a group.</summary>
    public static bool IsNowhere(IPAddress address)
    {
        IPAddress plain = Plain(address);
        return _nowhere.Any(network => network.Contains(plain));
    }

    private static IPAddress Plain(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
            : _translated.Contains(Unscoped(address)) ? new IPAddress(bytes[12..])
            : _sixToFour.Contains(Unscoped(address)) ? new IPAddress(bytes[2..6])
            : Unscoped(address);
    }

    // A network contains no address with a scope.
    private static IPAddress Unscoped(IPAddress address) => address.ScopeId == 0 ? address : new IPAddress(address.GetAddressBytes());
}
