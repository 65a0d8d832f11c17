namespace NanoEvents;

/// <summary>Warns about the connected broker: it does not retain messages, grants less than requested, or its certificate expires soon.</summary>
internal sealed class BrokerConcerns(ConnectionSettings settings, ClientCounts counts, Notices notices)
{
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);
    private bool _hadSession = settings.HasRunBefore;

    /// <summary>Checks the broker's answer, and once a day its certificate, until the result is disposed.</summary>
    public IDisposable Watch(BrokerAnswer answer)
    {
        LookAtSession(answer);
        Say(Concern.Quality, answer.GrantsQuality, "grants QoS 0 for events, not 1: it does not send again what gets lost on the way to here. Such events come as lost");
        Say(Concern.Retained, answer.Retains, "keeps no retained messages: what a device shows is known after its next state, by default within 5 minutes, and who is offline is not known");
        Say(Concern.SessionExpiry, answer.SessionExpiry is not { } kept || kept >= settings.SessionExpiry || settings.Session is null,
            $"keeps the session {settings.Session} for {Text(answer.SessionExpiry)}, not for {Text(settings.SessionExpiry)}");
        TakenBack(answer.TakenBack);
        return settings.Time.CreateTimer(_ => LookAtCertificate(answer.Certificate), null, TimeSpan.Zero, _day);
    }

    public void LookAtFlapping(bool isSuspected) => Say(Concern.ClientId, !isSuspected, settings.FlappingText()["it ".Length..]);

    public void TakenBack(IReadOnlyList<string> subscriptions)
    {
        if (subscriptions.Count > 0)
        {
            notices.Warn($"The session at {settings.Address} still had subscriptions that are not wanted now; they are taken back: {string.Join(", ", subscriptions)}");
        }
    }

    public void Forget() => notices.Forget(this);

    // On the first connection a program cannot know whether there should be a session, unless it has checkpoints.
    private void LookAtSession(BrokerAnswer answer)
    {
        if (settings.KeepsSession && _hadSession && !answer.HasSession)
        {
            counts.SessionLost();
            notices.Warn($"The broker at {settings.Address} has lost the session {settings.Session}: what it kept for this program is gone. "
                + "Missing events come as lost, a device's last ones with its next message");
        }

        _hadSession = true;
    }

    private void LookAtCertificate(TlsExpiry? certificate) => notices.Warn(
        this, Concern.Certificate, certificate?.At(settings.Time.GetUtcNow()) is { } trouble ? $"The broker at {settings.Address}: {trouble}" : null);

    private void Say(Concern about, bool isWell, string problem) =>
        notices.Warn(this, about, isWell ? null : $"The broker at {settings.Address} {problem}");

    private static string Text(TimeSpan? time) => time?.ToString("g", System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
