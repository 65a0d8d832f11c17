using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace NanoEvents.Dashboard;

/// <summary>
/// Who may see the page. It answers to addresses, to the names of this machine and to those that were given, so that a foreign page cannot reach it under
/// a name of its own (DNS rebinding). With a password it asks for it, and lets nobody guess fast.
/// </summary>
internal sealed class Doors
{
    private const string Policy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private const int MostGuesses = 20;
    private static readonly TimeSpan _rest = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly HashSet<string> _names;
    private readonly byte[]? _password;
    private int _wrong;
    private long _restsSince;

    public Doors(DashboardOptions options)
    {
        _names = new HashSet<string>(["localhost", Environment.MachineName, Environment.MachineName + ".local", .. options.HostNames], StringComparer.OrdinalIgnoreCase);
        _password = options.Password is { } password ? Hash(password) : null;
    }

    /// <summary>The headers of every answer.</summary>
    public static void Guard(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    /// <summary>Why a request is refused: the status and a line for people; null if it may pass.</summary>
    public (int Status, string Reason)? Refuse(HttpRequest request, IHeaderDictionary answer)
    {
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            return (StatusCodes.Status405MethodNotAllowed, "this page only shows");
        }

        string host = request.Host.Host.Trim('[', ']');
        if (!IPAddress.TryParse(host, out _) && !_names.Contains(host))
        {
            return (StatusCodes.Status421MisdirectedRequest, "this page does not answer to that name: ask for its address, or start it with --host NAME");
        }

        return _password is null || IsKnown(request) ? null : Ask(answer);
    }

    private static (int Status, string Reason) Ask(IHeaderDictionary answer)
    {
        answer.WWWAuthenticate = "Basic realm=\"NanoEvents\", charset=\"UTF-8\"";
        return (StatusCodes.Status401Unauthorized, "the password is asked for");
    }

    private bool IsKnown(HttpRequest request)
    {
        if (PasswordOf(request.Headers.Authorization) is not { } given)
        {
            return false;
        }

        lock (_lock)
        {
            if (_wrong >= MostGuesses && Environment.TickCount64 - _restsSince < _rest.TotalMilliseconds)
            {
                return false;
            }

            if (CryptographicOperations.FixedTimeEquals(Hash(given), _password))
            {
                _wrong = 0;
                return true;
            }

            _wrong = _wrong >= MostGuesses ? 1 : _wrong + 1;
            _restsSince = Environment.TickCount64;
            return false;
        }
    }

    private static string? PasswordOf(string? header)
    {
        const string basic = "Basic ";
        if (header is null || !header.StartsWith(basic, StringComparison.OrdinalIgnoreCase) || header.Length > 1024)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[1024];
        if (!Convert.TryFromBase64String(header[basic.Length..].Trim(), bytes, out int length))
        {
            return null;
        }

        string both = Encoding.UTF8.GetString(bytes[..length]);
        int colon = both.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : both[(colon + 1)..];
    }

    private static byte[] Hash(string password) => SHA256.HashData(Encoding.UTF8.GetBytes(password));
}
