namespace NanoEvents.Firmware
{
    /// <summary>The numbers of Improv's serial protocol, version 1: https://www.improv-wifi.com/serial/.</summary>
    public static class ImprovCode
    {
        /// <summary>A packet that tells the state.</summary>
        public const int TypeState = 1;

        /// <summary>A packet that tells an error.</summary>
        public const int TypeError = 2;

        /// <summary>A packet with a command for the device.</summary>
        public const int TypeCommand = 3;

        /// <summary>A packet with the result of a command.</summary>
        public const int TypeResult = 4;

        /// <summary>The command that sends the Wi-Fi's name and password.</summary>
        public const int SendWifi = 1;

        /// <summary>The command that asks for the state.</summary>
        public const int RequestState = 2;

        /// <summary>The command that asks what the device is.</summary>
        public const int RequestInformation = 3;

        /// <summary>The command that asks for the networks in reach.</summary>
        public const int RequestNetworks = 4;

        /// <summary>The command that asks for the device's name, or sets it.</summary>
        public const int DeviceName = 6;

        /// <summary>The device has joined no Wi-Fi.</summary>
        public const int Ready = 2;

        /// <summary>The device tries the Wi-Fi that it was sent.</summary>
        public const int Provisioning = 3;

        /// <summary>The device has joined a Wi-Fi.</summary>
        public const int Provisioned = 4;

        /// <summary>A command has come, and there is no error.</summary>
        public const int NoError = 0;

        /// <summary>The packet is damaged, or has broken off.</summary>
        public const int InvalidPacket = 1;

        /// <summary>There is no such command here.</summary>
        public const int UnknownCommand = 2;

        /// <summary>The device cannot join this Wi-Fi.</summary>
        public const int UnableToConnect = 3;

        /// <summary>The device cannot have this name.</summary>
        public const int BadName = 5;

        /// <summary>The board's storage did not take it.</summary>
        public const int OtherError = 255;
    }
}
