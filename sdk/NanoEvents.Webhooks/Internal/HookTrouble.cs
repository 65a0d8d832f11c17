using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;

namespace NanoEvents.Webhooks;

/// <summary>Why there was no answer, as one line for people.</summary>
internal static class HookTrouble
{
    /// <summary>Describes what ended a request.</summary>
    /// <param name="e">The exception.</param>
    /// <param name="isLate">Whether the time limit ended it.</param>
    /// <param name="limit">The time limit.</param>
    /// <exception cref="HookException">The connection was forbidden.</exception>
    public static string Of(Exception e, bool isLate, TimeSpan limit)
    {
        List<Exception> causes = [];
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            causes.Add(inner);
        }

        return causes.OfType<HookException>().FirstOrDefault() is { } forbidden ? throw new HookException(forbidden.Message)
            : isLate ? string.Create(CultureInfo.InvariantCulture, $"no answer within {limit.TotalSeconds} s")
            : causes.OfType<AuthenticationException>().FirstOrDefault() is { } tls ? $"TLS: {OfTls(tls)}"
            : causes.OfType<SocketException>().FirstOrDefault() is { } socket ? socket.Message
            : e is OperationCanceledException ? "no connection in time"
            : e.Message;
    }

    private static string OfTls(AuthenticationException e) => e is HookDistrustException ? e.Message
        : (TlsAlert.Find(e, null, DateTimeOffset.UtcNow, false) ?? TlsRefusal.Find(e)) is { } trouble ? trouble.Problem
        : "it does not answer in TLS. Is this a receiver with http://?";
}
