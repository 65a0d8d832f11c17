using NanoEvents.Firmware;

namespace NanoEvents.Simulator.Faults;

/// <summary>The settings of a simulated device whose power fails while they are being saved; after the next start they must be complete.</summary>
/// <param name="store">What keeps the files.</param>
/// <param name="random">Chooses the byte at which the power fails.</param>
public sealed class FaultySettings(ISettingsStore store, Random random)
{
    private SettingTexts? _saved;

    /// <summary>The store, for another keeper.</summary>
    public TornSettings Store { get; } = new(store, random);

    /// <summary>The problem that a start has found; null for none.</summary>
    public string? Problem { get; private set; }

    /// <summary>The keeper of the boot that runs.</summary>
    public SettingsKeeper Keeper { get; private set; } = new(store);

    /// <summary>The device starts and reads what is there.</summary>
    public SettingsKeeper PowerOn()
    {
        Keeper = new SettingsKeeper(Store);
        if (_saved != null && Keeper.Running.CountChanges(_saved) != 0)
        {
            Problem ??= "after the power went during a write the settings were not those from before";
        }

        _saved = null;
        return Keeper;
    }

    /// <summary>The settings are saved unchanged during a power cut: old or new, they must be the same at the next start.</summary>
    public void CutDuringSave()
    {
        _saved = Keeper.Saved.Copy();
        Store.Cut(Keeper, _saved);
    }
}
