namespace NanoEvents.Firmware
{
    /// <summary>The board's own store for the Wi-Fi, which survives power cuts and changes of the settings file.</summary>
    public interface IWifiStore
    {
        /// <summary>The name that is stored; empty for none.</summary>
        string Ssid { get; }

        /// <summary>Whether a password is stored.</summary>
        bool HasPassword { get; }

        /// <summary>Stores a name and a password; null keeps the stored value. False if that failed.</summary>
        bool TryKeep(string ssid, string password);
    }
}
