using NanoEvents.Firmware;

namespace NanoEvents.Simulator.Faults;

/// <summary>The flash in which a device keeps its settings, where the power can go in the middle of a write.</summary>
/// <param name="store">What keeps the files.</param>
/// <param name="random">Chooses the byte at which the power goes, and what the rest of the file holds then.</param>
public sealed class TornSettings(ISettingsStore store, Random random) : ISettingsStore
{
    private bool _isCutNext;

    /// <summary>The power goes while these settings are being saved.</summary>
    /// <param name="keeper">The keeper of this store. Its device is off from now on.</param>
    /// <param name="values">What is being saved.</param>
    public void Cut(SettingsKeeper keeper, SettingTexts values)
    {
        _isCutNext = true;
        try
        {
            keeper.TrySave(values);
        }
        catch (PowerCutException)
        {
            // Not one more instruction has run.
        }

        _isCutNext = false;
    }

    /// <inheritdoc/>
    public byte[]? Read(int slot) => store.Read(slot);

    /// <inheritdoc/>
    public bool TryWrite(int slot, byte[] bytes)
    {
        if (!_isCutNext)
        {
            return store.TryWrite(slot, bytes);
        }

        store.TryWrite(slot, Torn(bytes, store.Read(slot) ?? []));
        throw new PowerCutException();
    }

    // What follows the cut is missing, what was there before, or what flash shows where it was erased.
    private byte[] Torn(byte[] bytes, byte[] before)
    {
        int written = random.Next(bytes.Length + 1);
        byte[] rest = random.Next(3) switch
        {
            0 => [],
            1 => [.. before.Skip(written)],
            _ => [.. Enumerable.Repeat((byte)0xFF, bytes.Length - written)],
        };
        return [.. bytes.Take(written), .. rest];
    }

    private sealed class PowerCutException : Exception;
}
