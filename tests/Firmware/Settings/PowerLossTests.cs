namespace NanoEvents.Firmware.Tests.Configuration;

/// <summary>The power goes at every byte of everything that is written: the old settings apply or the new ones, and saving works again.</summary>
public sealed class PowerLossTests
{
    private static readonly SettingTexts _old = Values.Of(("device.id", "hall"), ("broker.host", "10.0.0.2"), ("motion.pin", "26"));
    private static readonly SettingTexts _new = Values.Of(("device.id", "hall"), ("broker.host", "broker.example"), ("wifi.ssid", "home"), ("wifi.password", "correct horse"));

    public static TheoryData<CutKind> Cuts => [.. Enum.GetValues<CutKind>()];

    [Theory]
    [MemberData(nameof(Cuts))]
    public void WhileSavingTheOldOrTheNewSettingsAreLeft(CutKind cut)
    {
        foreach (int savesBefore in new[] { 1, 2, 3 })
        {
            MemoryStore before = Saved(savesBefore);
            CutEverywhere(before, cut, store => new SettingsKeeper(store).TrySave(_new), [_old, _new]);
        }
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void WhileTheFirstAreSavedDefaultsOrTheNewOnesAreLeft(CutKind cut)
    {
        CutEverywhere(new MemoryStore(), cut, store => new SettingsKeeper(store).TrySave(_new), [new SettingTexts(), _new]);
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void WhileATrialEndsWellTheNewSettingsAreLeft(CutKind cut)
    {
        MemoryStore before = OnTrial();
        SettingTexts kept = _new.Copy();
        kept.TryDropKeptByBoard();
        CutEverywhere(before, cut, store => new SettingsKeeper(store).TryKeep(new HandWifi()), [_new, kept]);
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public void WhileATrialIsTakenBackTheNewOrTheProvenSettingsAreLeft(CutKind cut)
    {
        CutEverywhere(OnTrial(), cut, store => new SettingsKeeper(store).TryGoBack(), [_new, _old]);
    }

    [Fact]
    public void AManyTimesCutStoreStillSaves()
    {
        Random random = new(5);
        MemoryStore store = Saved(1);
        string applies = _old.Text();
        for (int run = 0; run < 2000; run++)
        {
            SettingTexts next = Values.Of(("motion.pin", $"{run % 40}"), ("broker.host", $"10.0.0.{run % 250}"));
            store.Cut = (CutKind)random.Next(5);
            store.BytesLeft = random.Next(120);
            bool isSaved = new SettingsKeeper(store).TrySave(next);
            store.BytesLeft = long.MaxValue;

            string found = new SettingsKeeper(store).Saved.Text();
            Assert.Contains(found, isSaved ? [next.Text()] : new[] { applies, next.Text() });
            applies = found;
        }
    }

    private static void CutEverywhere(MemoryStore before, CutKind cut, Func<MemoryStore, bool> act, SettingTexts[] allowed)
    {
        MemoryStore whole = before.Copy();
        Assert.True(act(whole));
        for (long bytes = 0; bytes <= whole.BytesWritten; bytes++)
        {
            MemoryStore store = before.Copy();
            store.Cut = cut;
            store.BytesLeft = bytes;
            act(store);
            store.BytesLeft = long.MaxValue;

            SettingsKeeper after = new(store);
            Assert.Contains(after.Saved.Text(), allowed.Select(values => values.Text()));
            Assert.True(after.TrySave(_old));
            Assert.Equal(_old.Text(), new SettingsKeeper(store).Saved.Text());
        }
    }

    private static MemoryStore Saved(int times)
    {
        MemoryStore store = new();
        for (int i = 0; i < times; i++)
        {
            Assert.True(new SettingsKeeper(store).TrySave(_old));
        }

        return store;
    }

    private static MemoryStore OnTrial()
    {
        MemoryStore store = Saved(2);
        Assert.True(new SettingsKeeper(store).TryKeep(new HandWifi()));
        Assert.True(new SettingsKeeper(store).TrySave(_new));
        Assert.True(new SettingsKeeper(store).CanGoBack);
        return store;
    }
}
