using NanoEvents.Firmware;

namespace NanoEvents.Simulator;

/// <summary>The settings of a simulated device in a folder, by the names that they have on a board; in memory without a folder.</summary>
public sealed class FileSettings : ISettingsStore
{
    private readonly string? _folder;
    private readonly byte[]?[] _slots = new byte[]?[SettingsSlot.Count];

    /// <summary>Creates the folder if it does not exist.</summary>
    public FileSettings(string? folder)
    {
        _folder = folder;
        if (folder != null)
        {
            Directory.CreateDirectory(folder);
        }
    }

    /// <inheritdoc/>
    public byte[]? Read(int slot)
    {
        try
        {
            return _folder == null ? _slots[slot] : File.Exists(PathOf(slot)) ? File.ReadAllBytes(PathOf(slot)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public bool TryWrite(int slot, byte[] bytes)
    {
        try
        {
            _slots[slot] = bytes;
            if (_folder != null)
            {
                Write(PathOf(slot), bytes);
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
            if (_folder != null)
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

    // There are passwords in it.
    private static void Write(string path, byte[] bytes)
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using FileStream file = new(path, options);
        file.Write(bytes);
    }

    private string PathOf(int slot) => Path.Combine(_folder!, SettingsSlot.FileName(slot));
}
