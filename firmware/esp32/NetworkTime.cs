using System;
using System.Threading;
using NanoEvents.Firmware;
using nanoFramework.Networking;

namespace NanoEvents.Esp32
{
    /// <summary>Sets the firmware's wall clock to the time that nanoCLR has from SNTP.</summary>
    public sealed class NetworkTime
    {
        private const int AgainMs = 600000;
        private const int WaitMs = 1000;

        // The usual error of SNTP over Wi-Fi, generously.
        private const int ErrorMs = 200;
        private const int FirstBelievableYear = 2026;

        private readonly IClock _clock;
        private readonly WallClock _wallClock;
        private readonly string _server;

        /// <summary>Nothing is told yet.</summary>
        public NetworkTime(IClock clock, WallClock wallClock, string server)
        {
            _clock = clock;
            _wallClock = wallClock;
            _server = server;
        }

        /// <summary>Starts SNTP when there is a network, then sets the clock every ten minutes. This is the whole work of a thread.</summary>
        public void Run()
        {
            while (!NetworkAddress.IsThere())
            {
                Thread.Sleep(WaitMs);
            }

            Sntp.Server1 = _server;
            if (!Sntp.IsStarted)
            {
                Sntp.Start();
            }

            while (true)
            {
                Thread.Sleep(TryTell() ? AgainMs : WaitMs);
            }
        }

        /// <summary>Whether nanoCLR has got the time.</summary>
        public static bool IsKnown()
        {
            return DateTime.UtcNow.Year >= FirstBelievableYear;
        }

        private bool TryTell()
        {
            if (!IsKnown())
            {
                return false;
            }

            DateTime now = DateTime.UtcNow;
            _wallClock.Set((now.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond, _clock.UptimeMs, ErrorMs);
            return true;
        }
    }
}
