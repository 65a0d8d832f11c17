using System.Security.Cryptography.X509Certificates;

namespace NanoEvents;

/// <summary>When the certificates of a broker expire: its own, or one of those that signed it.</summary>
/// <param name="Name">The owner of the certificate that expires first.</param>
/// <param name="End">The end of its validity.</param>
internal sealed record TlsExpiry(string Name, DateTimeOffset End)
{
    private static readonly TimeSpan _notice = TimeSpan.FromDays(30);

    /// <summary>The one that expires first.</summary>
    public static TlsExpiry? Of(X509Chain chain) => chain.ChainElements.Select(element => element.Certificate).MinBy(c => c.NotAfter) is { } first
        ? new TlsExpiry(TlsDistrust.NameOf(first), first.NotAfter)
        : null;

    /// <summary>The warning about it, from 30 days before; null until then.</summary>
    public TlsTrouble? At(DateTimeOffset now) => End - now > _notice ? null
        : new TlsTrouble(
            $"its certificate, {Name}, {(End > now ? $"ends at {TlsDistrust.Day(End.UtcDateTime)}, in {Days(End - now)}" : $"ended at {TlsDistrust.Day(End.UtcDateTime)}")}",
            "Make the broker a new one (`nanoevents certificates` does) before nobody gets in");

    private static string Days(TimeSpan left) => left.Days switch
    {
        0 => "less than a day",
        1 => "1 day",
        int days => $"{days} days",
    };
}
