using System;
using System.Net.NetworkInformation;
using System.Threading;
using nanoFramework.Networking;

namespace NanoEvents.Esp32
{
    /// <summary>Wi-Fi, with the credentials in nanoCLR's own store.</summary>
    public sealed class WifiNetwork : INetwork
    {
        private const int JoinMs = 60000;
        private bool _hasJoined;

        /// <summary>Whether the board has an address.</summary>
        public static bool HasAddress()
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

        /// <inheritdoc/>
        public bool TryJoin()
        {
            if (HasAddress())
            {
                return true;
            }

            try
            {
                // After the first time nanoCLR joins again by itself; asking it twice throws.
                CancellationTokenSource patience = new CancellationTokenSource(JoinMs);
                _hasJoined = _hasJoined || WifiNetworkHelper.Reconnect(false, 0, patience.Token);
            }
            catch (Exception)
            {
                return false;
            }

            return HasAddress();
        }
    }
}
