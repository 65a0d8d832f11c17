using System.Security.Cryptography.X509Certificates;

namespace NanoEvents;

/// <summary>When the certificates that a broker shows are over: its own, or one of those that vouch for it.</summary>
/// <param name="Name">Whose is over first.</param>
/// <param name="End">When.</param>
internal sealed record TlsExpiry(string Name, DateTimeOffset End)
{
    private static readonly TimeSpan _notice = TimeSpan.FromDays(30);

    /// <summary>The one that is over first.</summary>
    public static TlsExpiry? Of(X509Chain chain) => chain.ChainElements.Select(element => element.Certificate).MinBy(c => c.NotAfter) is { } first
        ? new TlsExpiry(TlsDistrust.NameOf(first), first.NotAfter)
        : null;

    /// <summary>What to tell people about it 30 days before; null until then.</summary>
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
