using System;
using System.Net.NetworkInformation;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The Wi-Fi in nanoCLR's own store, which it joins by itself when it starts.</summary>
    public sealed class WifiStore : IWifiStore
    {
        /// <inheritdoc/>
        public string Ssid
        {
            get { return Stored().Ssid ?? string.Empty; }
        }

        /// <inheritdoc/>
        public bool HasPassword
        {
            get { return !string.IsNullOrEmpty(Stored().Password); }
        }

        /// <inheritdoc/>
        public bool TryKeep(string ssid, string password)
        {
            try
            {
                Wireless80211Configuration stored = Stored();
                stored.Ssid = ssid ?? stored.Ssid;
                stored.Password = password ?? stored.Password;
                stored.Options = Wireless80211Configuration.ConfigurationOptions.AutoConnect;
                stored.SaveConfiguration();
                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }

        /// <summary>The stored Wi-Fi, with its password.</summary>
        public static Wireless80211Configuration Stored()
        {
            return Wireless80211Configuration.GetAllWireless80211Configurations()[0];
        }
    }
}
