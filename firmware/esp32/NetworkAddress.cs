using System.Net.NetworkInformation;

namespace NanoEvents.Esp32
{
    /// <summary>The board's address in the network.</summary>
    public static class NetworkAddress
    {
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
