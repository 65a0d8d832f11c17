namespace System.Security.Cryptography.X509Certificates
{
    public class X509Certificate
    {
        public X509Certificate() { }
        public X509Certificate(byte[] certificate) { }
        public X509Certificate(string certificate) { }
    }

    public class X509Certificate2 : X509Certificate
    {
        public X509Certificate2(string rawData, string key, string password) { }
        public X509Certificate2(byte[] rawData, string key, string password) { }
        public X509Certificate2(byte[] rawData, byte[] key, string password) { }
    }
}

namespace System.Net.NetworkInformation
{
    public class NetworkInterface
    {
        protected NetworkInterface(int interfaceIndex) { }
        public string IPv4Address => throw null;
        public byte[] PhysicalAddress { get => throw null; set => throw null; }
        public static bool GetIsNetworkAvailable() => throw null;
        public static NetworkInterface[] GetAllNetworkInterfaces() => throw null;
    }

    public class Wireless80211Configuration
    {
        public Wireless80211Configuration(uint id) { }
        public ConfigurationOptions Options { get => throw null; set => throw null; }
        public string Password { get => throw null; set => throw null; }
        public string Ssid { get => throw null; set => throw null; }
        public void SaveConfiguration() => throw null;
        public static Wireless80211Configuration[] GetAllWireless80211Configurations() => throw null;

        public enum ConfigurationOptions : byte
        {
            None = 0,
            Disable = 1,
            Enable = 2,
            AutoConnect = 6,
            SmartConfig = 10,
        }
    }
}

namespace System.Net
{
    public abstract class EndPoint
    {
        protected EndPoint() { }
    }

    public class IPAddress
    {
        public IPAddress(byte[] address) { }
    }

    public class IPEndPoint : EndPoint
    {
        public IPEndPoint(IPAddress address, int port) { }
    }

    public class IPHostEntry
    {
        public IPHostEntry() { }
        public IPAddress[] AddressList => throw null;
    }

    public static class Dns
    {
        public static IPHostEntry GetHostEntry(string hostNameOrAddress) => throw null;
    }
}

namespace System.Net.Sockets
{
    public enum AddressFamily
    {
        InterNetwork = 2,
    }

    public enum SocketType
    {
        Stream = 1,
    }

    public enum ProtocolType
    {
        Tcp = 6,
    }

    public class Socket : IDisposable
    {
        public Socket(AddressFamily addressFamily, SocketType socketType, ProtocolType protocolType) { }
        public void Connect(EndPoint remoteEP) => throw null;
        public void Close() => throw null;
        public int Send(byte[] buffer) => throw null;
        public int Receive(byte[] buffer) => throw null;
        public bool Poll(int microSeconds, SelectMode mode) => throw null;
        void IDisposable.Dispose() => throw null;
    }

    public enum SelectMode
    {
        SelectRead = 0,
        SelectWrite = 1,
        SelectError = 2,
    }
}

namespace System.Threading
{
    public struct CancellationToken
    {
    }

    public class CancellationTokenSource : IDisposable
    {
        public CancellationTokenSource() { }
        public CancellationTokenSource(int millisecondsDelay) { }
        public CancellationToken Token => throw null;
        public void Cancel() => throw null;
        public void Dispose() => throw null;
    }
}

namespace System.Device.Wifi
{
    public enum WifiConnectionStatus
    {
        AccessRevoked = 0,
        InvalidCredential = 1,
        NetworkNotAvailable = 2,
        Success = 3,
        Timeout = 4,
        UnspecifiedFailure = 5,
        UnsupportedAuthenticationProtocol = 6,
    }

    public class WifiConnectionResult
    {
        private WifiConnectionResult() { }
        public WifiConnectionStatus ConnectionStatus => throw null;
    }

    public sealed class WifiAdapter : IDisposable
    {
        private WifiAdapter() { }
        public WifiConnectionResult Connect(string ssid, WifiReconnectionKind reconnectionKind, string passwordCredential) => throw null;
        public void Disconnect() => throw null;
        public static WifiAdapter[] FindAllAdapters() => throw null;
        public void Dispose() => throw null;
    }

    public enum WifiReconnectionKind
    {
        Automatic = 0,
        Manual = 1,
    }
}

namespace nanoFramework.Networking
{
    using System;
    using System.Device.Wifi;
    using System.Threading;

    public enum NetworkHelperStatus
    {
        None = 0,
        Started = 1,
        NetworkIsReady = 2,
        FailedNoNetworkInterface = 3,
        TokenExpiredWaitingIPAddress = 4,
        TokenExpiredWaitingDateTime = 5,
        ErrorConnetingToWiFiWhileScanning = 6,
        ExceptionOccurred = 7,
        Reconnecting = 8,
    }

    public static class WifiNetworkHelper
    {
        public static ManualResetEvent NetworkReady => throw null;
        public static NetworkHelperStatus Status => throw null;
        public static Exception HelperException => throw null;
        public static void Disconnect() => throw null;

        public static bool ConnectDhcp(
            string ssid,
            string password,
            WifiReconnectionKind reconnectionKind = WifiReconnectionKind.Automatic,
            bool requiresDateTime = false,
            int wifiAdapterId = 0,
            CancellationToken token = default) => throw null;

        public static bool Reconnect(bool requiresDateTime = false, int wifiAdapterId = 0, CancellationToken token = default) => throw null;
        public static void Reset() => throw null;
    }

    public class Sntp
    {
        public Sntp() { }
        public static bool IsStarted => throw null;
        public static string Server1 { get => throw null; set => throw null; }
        public static string Server2 { get => throw null; set => throw null; }
        public static void Start() => throw null;
        public static void Stop() => throw null;
        public static void UpdateNow() => throw null;
    }
}
