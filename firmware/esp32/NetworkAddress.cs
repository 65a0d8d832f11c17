using System.Net.NetworkInformation;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The board's address in the network.</summary>
    public static class NetworkAddress
    {
        /// <summary>Makes the board's own name the default of the settings, before any are read.</summary>
        public static void BecomeDefaultName()
        {
            NetworkInterface[] interfaces = NetworkInterface.GetAllNetworkInterfaces();
            SettingsTable.DeviceId.Default = interfaces.Length == 0
                ? SettingsTable.DeviceId.Default : DeviceName.Of(interfaces[0].PhysicalAddress) ?? SettingsTable.DeviceId.Default;
        }

        /// <summary>Whether the board has an address.</summary>
        public static bool IsThere()
        {
            NetworkInterface[] interfaces = NetworkInterface.GetAllNetworkInterfaces();
            for (int i = 0; i < interfaces.Length; i++)
            {
                string address = interfaces[i].IPv4Address;
                if (address != null && address.Length != 0 && address != "0.0.0.0")
                {
                    return true;
                }
            }

            return false;
        }
    }
}
