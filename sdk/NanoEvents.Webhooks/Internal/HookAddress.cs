using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace NanoEvents.Webhooks;

/// <summary>Where requests go.</summary>
/// <param name="Uri">The address.</param>
/// <param name="IsThisMachine">Whether the user has written an address of this machine: 127.0.0.1, ::1 or localhost.</param>
internal sealed record HookAddress(Uri Uri, bool IsThisMachine)
{
    private const string Example = "https://example.com/hook";

    public static bool TryParse(string? text, bool allowHttp, [NotNullWhen(true)] out HookAddress? address, out string problem)
    {
        address = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("https" or "http") || uri.IdnHost.Length == 0)
        {
            problem = $"the address must be such as {Example}";
            return false;
        }

        bool isThisMachine = uri.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(uri.DnsSafeHost, out IPAddress? ip) && IPAddress.IsLoopback(ip));
        problem = uri.UserInfo.Contains(':') ? "a password does not belong into an address: other users of this machine see it. Give it apart (ClientSecret; the command: --to-password-file)"
            : uri.UserInfo.Length > 0 ? "a user before the host is for OAuth 2.0 alone: give it as the client id (ClientId; the command: --to-token-endpoint, too)"
            : uri.Fragment.Length > 0 ? "a fragment (#…) is never sent: leave it out"
            : uri.Scheme == "http" && !isThisMachine && !allowHttp ? "http:// is for a receiver on this machine: everybody on the way can read it. Use https://, or allow it (AllowHttp; the command: --allow-http)"
            : "";
        address = problem.Length == 0 ? new HookAddress(uri, isThisMachine) : null;
        return address is not null;
    }

    /// <summary>Without what may be secret: for notices.</summary>
    public override string ToString() => $"{Uri.Scheme}://{Uri.Authority}{Uri.AbsolutePath}{(Uri.Query.Length > 0 ? "?…" : "")}";
}
