using System;
using System.Threading;
using NanoEvents.Firmware;
using nanoFramework.Runtime.Native;

namespace NanoEvents.Esp32
{
    /// <summary>The board, for the console.</summary>
    public sealed class Board : IConsoleBoard
    {
        // Long enough to send the console's last answer.
        private const int RestartMs = 500;

        private readonly WifiNetwork _network;

        /// <summary>A board with a chip, in this network.</summary>
        public Board(ChipPins pins, WifiNetwork network)
        {
            Pins = pins;
            _network = network;
        }

        /// <inheritdoc/>
        public ChipPins Pins { get; }

        /// <inheritdoc/>
        public string Chip
        {
            get { return SystemInfo.TargetName; }
        }

        /// <inheritdoc/>
        public bool IsOnline
        {
            get { return _network.IsJoined; }
        }

        /// <inheritdoc/>
        public int FreeBytes
        {
            get { return (int)nanoFramework.Runtime.Native.GC.Run(false); }
        }

        /// <inheritdoc/>
        public bool TryReach(string host, int port)
        {
            try
            {
                HostProbe.Reach(host, port);
                return true;
            }
            catch (Exception)
            {
                // No network, no such name, refused, no answer.
                return false;
            }
        }

        /// <inheritdoc/>
        public void Restart()
        {
            try
            {
                new Thread(RestartLater).Start();
            }
            catch (Exception)
            {
                // There is no memory for a thread.
                Power.RebootDevice();
            }
        }

        private static void RestartLater()
        {
            Thread.Sleep(RestartMs);
            Power.RebootDevice();
        }
    }
}
