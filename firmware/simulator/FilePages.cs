using NanoEvents.Firmware;

namespace NanoEvents.Simulator;

/// <summary>
/// The pages of a simulated device's store in a folder, by the names that they have on a board; in memory without a folder. A restart of the device
/// keeps them.
/// </summary>
/// <param name="folder">An existing folder; null for none.</param>
public sealed class FilePages(string? folder) : IPageStorage
{
    private readonly byte[]?[] _slots = new byte[]?[EventStore.MaxPages];

    /// <inheritdoc/>
    public int Read(int slot, byte[] buffer, int most)
    {
        try
        {
            byte[]? page = folder == null ? _slots[slot] : File.Exists(PathOf(slot)) ? File.ReadAllBytes(PathOf(slot)) : null;
            int length = Math.Min(page?.Length ?? 0, most);
            page?.AsSpan(0, length).CopyTo(buffer);
            return length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <inheritdoc/>
    public bool TryWrite(int slot, byte[] buffer, int length)
    {
        try
        {
            byte[] page = buffer[..length];
            _slots[slot] = page;
            if (folder != null)
            {
                File.WriteAllBytes(PathOf(slot), page);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public bool TryDelete(int slot)
    {
        try
        {
            _slots[slot] = null;
            if (folder != null)
            {
                File.Delete(PathOf(slot));
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private string PathOf(int slot) => Path.Combine(folder!, $"nanoevents.page{slot}");
}
