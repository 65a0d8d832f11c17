using NanoEvents.Firmware.Tests.Support;

namespace NanoEvents.Firmware.Tests.Configuration;

/// <summary>A change that a PC has put on the board over the USB cable: merged at the next start, all or nothing, once.</summary>
public sealed class ChangeTests
{
    private static readonly SettingTexts _before = Values.Of(
        ("device.id", "hall"), ("broker.host", "10.0.0.2"), ("motion.pin", "26"), ("broker.password", "secret"), ("wifi.ssid", "old"));

    private static readonly string[] _lines = ["broker.host=10.0.0.9", "wifi.ssid=home", "motion.pin"];

    private static readonly SettingTexts _after = Values.Of(
        ("device.id", "hall"), ("broker.host", "10.0.0.9"), ("broker.password", "secret"), ("wifi.ssid", "home"));

    private readonly SettingsChange _change = new();

    public static TheoryData<CutKind> Cuts => [.. Enum.GetValues<CutKind>()];

    [Fact]
    public void ItChangesWhatIsGivenAndLeavesTheRest()
    {
        MemoryStore store = Board(2);
        store[SettingsSlot.Change] = _change.Encode(_lines, 4711, false);

        SettingsKeeper keeper = new(store);

        Assert.Equal(ChangeResult.Merged, keeper.Change);
        Assert.Equal(_after.Text(), keeper.Running.Text());
        Assert.Null(store[SettingsSlot.Change]);
        Assert.Equal(ChangeResult.None, new SettingsKeeper(store).Change);
        Assert.Equal(_after.Text(), new SettingsKeeper(store).Running.Text());
    }

    [Fact]
    public void ItIsOnTrialLikeAChangeOnTheConsole()
    {
        MemoryStore store = Board(2);
        Assert.True(new SettingsKeeper(store).TryKeep(new HandWifi()));
        store[SettingsSlot.Change] = _change.Encode(_lines, 4711, false);

        SettingsKeeper keeper = new(store);

        Assert.True(keeper.CanGoBack);
        Assert.True(keeper.TryGoBack());
        Assert.Equal("10.0.0.2", new SettingsKeeper(store).Running.Get("broker.host"));
    }

    [Fact]
    public void AResetBeginsWithTheDefaultsAndLeavesNothingToGoBackTo()
    {
        MemoryStore store = Board(2);
        Assert.True(new SettingsKeeper(store).TryKeep(new HandWifi()));
        store[SettingsSlot.Change] = _change.Encode(["broker.host=10.0.0.9"], 4711, true);

        SettingsKeeper keeper = new(store);

        Assert.Equal("broker.host=10.0.0.9", keeper.Running.Text());
        Assert.False(keeper.CanGoBack);
        Assert.Null(store[SettingsSlot.Proven]);
    }

    [Fact]
    public void OnABoardWithoutSettingsItChangesTheDefaults()
    {
        MemoryStore store = new();
        store[SettingsSlot.Change] = _change.Encode(["broker.host=10.0.0.9"], 1, false);

        Assert.Equal("broker.host=10.0.0.9", new SettingsKeeper(store).Running.Text());
    }

    [Fact]
    public void AChangeThatCannotBeDeletedIsMergedOnce()
    {
        MemoryStore store = Board(2);
        byte[] bytes = _change.Encode(_lines, 4711, false);
        store[SettingsSlot.Change] = bytes;
        SettingsKeeper keeper = new(store);
        Assert.True(keeper.TrySave(_before));

        store[SettingsSlot.Change] = bytes;

        Assert.Equal(_before.Text(), new SettingsKeeper(store).Running.Text());
    }

    [Theory]
    [InlineData("broker.port=0")]
    [InlineData("broker.ca=ca.pem")]
    [InlineData("=1")]
    [InlineData("")]
    public void OneInvalidLineRefusesAllOfIt(string line)
    {
        MemoryStore store = Board(2);
        store[SettingsSlot.Change] = _change.Encode(["broker.host=10.0.0.9", line], 4711, false);

        SettingsKeeper keeper = new(store);

        Assert.Equal(ChangeResult.Refused, keeper.Change);
        Assert.Equal(_before.Text(), keeper.Running.Text());
        Assert.Null(store[SettingsSlot.Change]);
    }

    [Fact]
    public void WhatThisFirmwareDoesNotKnowIsKeptAndReplaced()
    {
        MemoryStore store = Board(1);
        store[SettingsSlot.Change] = _change.Encode(["fan.speed=3"], 1, false);
        _ = new SettingsKeeper(store);
        store[SettingsSlot.Change] = _change.Encode(["fan.speed=4"], 2, false);

        Assert.Equal(_before.Text() + "\nfan.speed=4", new SettingsKeeper(store).Running.Text());
    }

    [Fact]
    public void AChangeThatMakesTheSettingsTooLongIsRefused()
    {
        MemoryStore store = Board(1);
        for (int i = 1; i <= 3; i++)
        {
            store[SettingsSlot.Change] = _change.Encode([$"long{i}=" + new string('x', 1800)], i, false);
            Assert.Equal(i < 3 ? ChangeResult.Merged : ChangeResult.Refused, new SettingsKeeper(store).Change);
        }
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void WhereverThePowerFailsDuringTheMergeTheNextStartEndsIt(CutKind cut)
    {
        foreach (bool isReset in new[] { false, true })
        {
            foreach (int savesBefore in new[] { 0, 1, 2, 3 })
            {
                MemoryStore before = Board(savesBefore);
                before[SettingsSlot.Change] = _change.Encode(_lines, 4711, isReset);
                MemoryStore whole = before.Copy();
                string after = new SettingsKeeper(whole).Running.Text();
                for (long bytes = 0; bytes <= whole.BytesWritten; bytes++)
                {
                    MemoryStore store = before.Copy();
                    (store.Cut, store.BytesLeft) = (cut, bytes);
                    _ = new SettingsKeeper(store);
                    store.BytesLeft = long.MaxValue;

                    SettingsKeeper keeper = new(store);

                    Assert.Equal(after, keeper.Running.Text());
                    Assert.Null(store[SettingsSlot.Change]);
                }
            }
        }
    }

    [Theory]
    [InlineData(CutKind.Short)]
    [InlineData(CutKind.OldBehind)]
    [InlineData(CutKind.ErasedBehind)]
    [InlineData(CutKind.ZeroBehind)]
    public void AChangeThatIsCutWhileThePcWritesItChangesNothing(CutKind cut)
    {
        // As long as the one that it replaces, which the board has not merged yet, and which says what the board has.
        byte[] old = _change.Encode(["broker.host=10.0.0.2", "wifi.ssid=old"], 4710, false);
        byte[] bytes = _change.Encode(["broker.host=10.0.0.9", "wifi.ssid=new"], 4711, false);
        Assert.Equal(old.Length, bytes.Length);
        for (int written = 0; written <= bytes.Length; written++)
        {
            MemoryStore store = Board(2);
            store[SettingsSlot.Change] = old;
            (store.Cut, store.BytesLeft) = (cut, written);
            store.TryWrite(SettingsSlot.Change, bytes);
            store.BytesLeft = long.MaxValue;

            SettingsKeeper keeper = new(store);

            Assert.Equal(written == bytes.Length ? "10.0.0.9" : "10.0.0.2", keeper.Running.Get("broker.host"));
            Assert.Equal(written == bytes.Length ? "new" : "old", keeper.Running.Get("wifi.ssid"));
            Assert.True(store[SettingsSlot.Change] is null or []);
        }
    }

    [Fact]
    public void AChangeThatTheStorageDoesNotAcceptIsTriedAgainAtTheNextStart()
    {
        MemoryStore store = Board(2);
        store[SettingsSlot.Change] = _change.Encode(_lines, 4711, false);
        store.IsFull = true;
        Assert.Equal(ChangeResult.NotWritten, new SettingsKeeper(store).Change);
        store.IsFull = false;

        SettingsKeeper keeper = new(store);

        Assert.Equal((ChangeResult.Merged, _after.Text()), (keeper.Change, keeper.Running.Text()));
    }

    [Fact]
    public void WithBothFilesSpoiltTheSettingsThatConnectedLastApply()
    {
        MemoryStore store = Board(2);
        HandWifi wifi = new();
        Assert.True(new SettingsKeeper(store).TryKeep(wifi));
        store[SettingsSlot.First]![20] ^= 1;
        store[SettingsSlot.Second]![20] ^= 1;

        SettingsKeeper keeper = new(store);

        Assert.True(keeper.IsRecovered);
        Assert.Equal("10.0.0.2", keeper.Running.Get("broker.host"));
        Assert.Equal("old", wifi.Ssid);
        Assert.True(keeper.TrySave(_after));
        SettingsKeeper next = new(store);
        Assert.Equal((false, _after.Text()), (next.IsRecovered, next.Running.Text()));
    }

    private static MemoryStore Board(int saves)
    {
        MemoryStore store = new();
        for (int i = 0; i < saves; i++)
        {
            Assert.True(new SettingsKeeper(store).TrySave(_before));
        }

        return store;
    }
}
