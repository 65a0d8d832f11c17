namespace NanoEvents.Firmware
{
    /// <summary>A few small files that outlive the power, which the board or the simulator provides.</summary>
    public interface ISettingsStore
    {
        /// <summary>A file's bytes; null or empty where it was never written.</summary>
        /// <param name="slot">One of <see cref="SettingsSlot"/>.</param>
        byte[] Read(int slot);

        /// <summary>Replaces a file. The power may go at any byte: then it holds anything, and the others are untouched.</summary>
        /// <returns>False where the store would not take it.</returns>
        bool TryWrite(int slot, byte[] bytes);
    }
}
