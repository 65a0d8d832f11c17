namespace NanoEvents.Firmware
{
    /// <summary>A few pages that survive a power cut, which the board or the simulator provides. Their slots are numbered from 0.</summary>
    public interface IPageStorage
    {
        /// <summary>Reads a page.</summary>
        /// <param name="slot">Which one.</param>
        /// <param name="buffer">Receives its bytes, from the start.</param>
        /// <param name="most">At most so many.</param>
        /// <returns>The number of bytes; 0 if there is no page, or if it cannot be read.</returns>
        int Read(int slot, byte[] buffer, int most);

        /// <summary>
        /// Writes a page into an empty slot. The power may fail at any byte. The slot then contains arbitrary bytes, and the other slots are
        /// unchanged.
        /// </summary>
        /// <param name="slot">Which one.</param>
        /// <param name="buffer">The buffer with the page at its start; the caller may reuse it after the return.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <returns>False if the storage did not accept it; the slot then contains arbitrary bytes.</returns>
        bool TryWrite(int slot, byte[] buffer, int length);

        /// <summary>Deletes a page, if there is one.</summary>
        /// <returns>False if the page may still be there.</returns>
        bool TryDelete(int slot);
    }
}
