namespace NanoEvents.Firmware
{
    /// <summary>A few pages that outlive the power, which the board or the simulator provides. Their slots are numbered from 0.</summary>
    public interface IPageStorage
    {
        /// <summary>Reads a page.</summary>
        /// <param name="slot">Which one.</param>
        /// <param name="buffer">Gets its bytes from the start.</param>
        /// <param name="most">At most so many.</param>
        /// <returns>How many bytes there were; 0 where there is no page, and where it cannot be read.</returns>
        int Read(int slot, byte[] buffer, int most);

        /// <summary>Writes a page into a slot that has none. The power may go at any byte: then the slot holds anything, and the others are untouched.</summary>
        /// <param name="slot">Which one.</param>
        /// <param name="buffer">Holds the page from its start; the caller's again on return.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <returns>False where the storage would not take it; the slot may hold anything then.</returns>
        bool TryWrite(int slot, byte[] buffer, int length);

        /// <summary>Deletes a page, also where there is none.</summary>
        /// <returns>False where it may still be there.</returns>
        bool TryDelete(int slot);
    }
}
