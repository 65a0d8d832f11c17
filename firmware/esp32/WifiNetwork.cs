using System;
using System.Device.Wifi;
using System.Threading;
using NanoEvents.Firmware;
using nanoFramework.Networking;

namespace NanoEvents.Esp32
{
    /// <summary>Wi-Fi, with the credentials in nanoCLR's own store; new ones are tried before they are stored there.</summary>
    public sealed class WifiNetwork : INetwork
    {
        private const int JoinMs = 60000;
        private const int AddressMs = 500;
        private readonly Settings _settings;
        private bool _hasJoined;

        /// <summary>Nothing is joined yet.</summary>
        public WifiNetwork(Settings settings)
        {
            _settings = settings;
        }

        /// <summary>Whether the board has joined its Wi-Fi; for other threads, too. An address alone may be that of the stored one, before a trial.</summary>
        public bool IsJoined
        {
            get { return (_hasJoined || !IsOnTrial) && NetworkAddress.IsThere(); }
        }

        /// <inheritdoc/>
        public bool TryJoin()
        {
            try
            {
                if (IsOnTrial && !_hasJoined)
                {
                    _hasJoined = TryNew();
                }
                else if (!NetworkAddress.IsThere())
                {
                    // After the first time nanoCLR rejoins by itself; a second request throws.
                    CancellationTokenSource patience = new CancellationTokenSource(JoinMs);
                    _hasJoined = _hasJoined || WifiNetworkHelper.Reconnect(false, 0, patience.Token);
                }
            }
            catch (Exception)
            {
                return false;
            }

            return IsJoined;
        }

        private bool IsOnTrial
        {
            get { return _settings.WifiSsid != null || _settings.WifiPassword != null; }
        }

        // The helper would store them at once, and the old ones would be lost.
        private bool TryNew()
        {
            string ssid = _settings.WifiSsid ?? WifiStore.Stored().Ssid;
            string password = _settings.WifiPassword ?? WifiStore.Stored().Password;
            WifiAdapter adapter = WifiAdapter.FindAllAdapters()[0];
            adapter.Disconnect();
            if (adapter.Connect(ssid, WifiReconnectionKind.Automatic, password).ConnectionStatus != WifiConnectionStatus.Success)
            {
                return false;
            }

            for (int waitedMs = 0; waitedMs < JoinMs && !NetworkAddress.IsThere(); waitedMs += AddressMs)
            {
                Thread.Sleep(AddressMs);
            }

            return NetworkAddress.IsThere();
        }
    }
}
