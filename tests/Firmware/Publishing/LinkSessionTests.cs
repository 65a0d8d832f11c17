namespace NanoEvents.Firmware.Tests.Publishing;

/// <summary>What the reports of an MQTT client mean, whatever the order in which they come.</summary>
public sealed class LinkSessionTests : ILinkListener
{
    private readonly LinkSession _session;
    private readonly List<string> _told = [];

    public LinkSessionTests() => _session = new LinkSession(this);

    [Fact]
    public void TheFirstAcknowledgementOpensAndTheOthersAreOfMessages()
    {
        _session.Published(true);
        Assert.True(_session.WaitUntilOpen(0));
        _session.Sending(7);
        _session.Published(true);
        _session.Sending(8);
        _session.Published(false);

        Assert.Equal(["7 True", "8 False"], _told);
    }

    [Fact]
    public void AStatusThatIsNotTakenOpensNothing()
    {
        _session.Published(false);

        Assert.False(_session.WaitUntilOpen(0));
    }

    [Fact]
    public void ACloseIsToldOnceAndNothingAfterIt()
    {
        _session.Published(true);
        _session.Sending(7);
        _session.Closed();
        _session.Closed();
        _session.Published(true);

        Assert.Equal(["closed"], _told);
        Assert.True(_session.IsOver);
    }

    [Fact]
    public void ACloseBeforeTheOpeningEndsTheWaitingAlone()
    {
        _session.Closed();

        Assert.False(_session.WaitUntilOpen(60_000));
        Assert.Empty(_told);
    }

    [Fact]
    public void AConnectionThatWasGivenUpIsSilentForEver()
    {
        _session.GiveUp();
        _session.Published(true);
        _session.Published(true);
        _session.Closed();

        Assert.Empty(_told);
    }

    [Fact]
    public void AFailureEndsTheWaiting()
    {
        _session.Failed();

        Assert.False(_session.WaitUntilOpen(60_000));
    }

    void ILinkListener.OnAcknowledged(int token, bool accepted) => _told.Add($"{token} {accepted}");

    void ILinkListener.OnClosed() => _told.Add("closed");
}
