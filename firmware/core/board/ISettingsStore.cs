namespace NanoEvents.Firmware
{
    /// <summary>A few small files that survive a power cut, which the board or the simulator provides.</summary>
    public interface ISettingsStore
    {
        /// <summary>A file's bytes; null or empty if it was never written.</summary>
        /// <param name="slot">One of <see cref="SettingsSlot"/>.</param>
        byte[] Read(int slot);

        /// <summary>
        /// Replaces a file. The power may fail at any byte. The file then contains arbitrary bytes, and the other files are unchanged.
        /// </summary>
        /// <returns>False if the store did not accept it.</returns>
        bool TryWrite(int slot, byte[] bytes);

        /// <summary>Deletes a file, if there is one.</summary>
        /// <returns>False if the file may still be there.</returns>
        bool TryDelete(int slot);
    }
}
