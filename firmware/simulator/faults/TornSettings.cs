using NanoEvents.Firmware;

namespace NanoEvents.Simulator.Faults;

/// <summary>The flash in which a device keeps its settings, with a power cut in the middle of a write.</summary>
/// <param name="store">What keeps the files.</param>
/// <param name="random">Chooses the byte at which the power fails, and the rest of the file.</param>
public sealed class TornSettings(ISettingsStore store, Random random) : ISettingsStore
{
    private bool _isCutNext;

    /// <summary>The power fails while these settings are being saved.</summary>
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
            // No further instruction has run.
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

    /// <inheritdoc/>
    public bool TryDelete(int slot) => store.TryDelete(slot);

    // After the cut: nothing, the old bytes, or the bytes of erased flash.
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
