using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Azure.Messaging.EventHubs;

namespace NanoEvents.EventHubs;

/// <summary>Opens connections to a hub, with the login of the options.</summary>
internal static class HubLogin
{
    private const string Example = "it is such as Endpoint=sb://NAMESPACE.servicebus.windows.net/;SharedAccessKeyName=NAME;SharedAccessKey=KEY";

    /// <summary>What is wrong with the login; null if nothing is. It repeats no part of a connection string.</summary>
    public static string? FindProblem(EventHubsOptions options, EventHubsAddress address) =>
        options.ConnectionString is not null && options.Credential is not null ? "a login is a connection string or a Credential, not both"
        : options.ConnectionString is { } text ? FindProblem(text, address)
        : options.Credential is null ? "Event Hubs needs a login: a connection string, or Entra ID"
        : null;

    /// <summary>Makes a connection object. It connects with its first use.</summary>
    /// <param name="options">The login, and how to connect.</param>
    /// <param name="hub">The hub: that of the options, or the one of its dead letters.</param>
    public static EventHubConnection Open(EventHubsOptions options, string hub)
    {
        EventHubsAddress address = options.Target;
        var settings = new EventHubConnectionOptions();
        bool isEmulator = options.ConnectionString is { } text && IsEmulator(text);
        if (address.Port is not null && !isEmulator)
        {
            settings.CustomEndpointAddress = new Uri($"sb://{address.HostAndPort}");
        }

        if (options.CaFile is { } file)
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPemFile(file);
            settings.CertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors, trusted);
        }

        options.Configure?.Invoke(settings);
        return options.ConnectionString is { } login
            ? new EventHubConnection(ForHub(login, address), hub, settings)
            : new EventHubConnection(address.Host, hub, options.Credential, settings);
    }

    private static string? FindProblem(string text, EventHubsAddress address)
    {
        EventHubsConnectionStringProperties parts;
        try
        {
            parts = EventHubsConnectionStringProperties.Parse(text);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return "the connection string is none: " + Example;
        }

        bool hasKey = parts is { SharedAccessKeyName.Length: > 0, SharedAccessKey.Length: > 0 } || parts.SharedAccessSignature is { Length: > 0 };
        return parts.Endpoint is null || !hasKey ? "the connection string has no endpoint or no key: " + Example
            : address.Client is not null ? "a client before the host is for a login with Entra ID, and this one has a connection string"
            : !string.Equals(parts.Endpoint.Host, address.Host, StringComparison.OrdinalIgnoreCase) ? "the connection string is for another namespace than the address"
            : parts.EventHubName is { Length: > 0 } hub && !string.Equals(hub, address.Hub, StringComparison.OrdinalIgnoreCase) ? "the connection string is for another hub than the address"
            : null;
    }

    private static bool IsEmulator(string text) =>
        text.Split(';').Any(part => part.Replace(" ", "", StringComparison.Ordinal).Equals("UseDevelopmentEmulator=true", StringComparison.OrdinalIgnoreCase));

    // The hub is given apart, because the dead letters have another one; and so is a port.
    private static string ForHub(string text, EventHubsAddress address) => string.Join(';', text.Split(';').Select(part =>
        part.TrimStart().StartsWith("EntityPath", StringComparison.OrdinalIgnoreCase) ? ""
        : address.Port is not null && part.TrimStart().StartsWith("Endpoint", StringComparison.OrdinalIgnoreCase) ? $"Endpoint=sb://{address.HostAndPort}/"
        : part).Where(part => part.Length > 0));

    private static bool IsTrusted(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, X509Certificate2Collection trusted)
    {
        if (certificate is not X509Certificate2 shown || chain is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
        {
            return false;
        }

        using var own = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        own.ChainPolicy.CustomTrustStore.AddRange(trusted);
        own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        return own.Build(shown);
    }
}
