using System;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The board's uptime.</summary>
    public sealed class UptimeClock : IClock
    {
        /// <inheritdoc/>
        public long UptimeMs
        {
            get { return Environment.TickCount64; }
        }
    }
}
