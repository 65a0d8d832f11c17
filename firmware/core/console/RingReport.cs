namespace NanoEvents.Firmware
{
    /// <summary>A ring's capacity in events, in bytes, and in hours at the rate of this run.</summary>
    public sealed class RingReport
    {
        private const int MsPerHour = 3600000;

        // Three words an event, in as many slots as the next power of two.
        private const int BytesPerSlot = 12;

        // The rate of a shorter time means nothing.
        private const int MinMs = 60000;

        private readonly EventRing _ring;
        private readonly IClock _clock;

        /// <summary>A report on a ring and its run.</summary>
        public RingReport(EventRing ring, IClock clock)
        {
            _ring = ring;
            _clock = clock;
        }

        /// <summary>How many events an hour this run has raised; -1 if the run is too short.</summary>
        public long EventsPerHour
        {
            get
            {
                long uptimeMs = _clock.UptimeMs;
                return uptimeMs < MinMs ? -1 : (long)(uint)_ring.LastNumber * MsPerHour / uptimeMs;
            }
        }

        /// <summary>Such as <c>6144 bytes, 7.31 h at the present rate of 70 events an hour</c>.</summary>
        public string Size(int capacityEvents)
        {
            int slots = 1;
            while (slots < capacityEvents)
            {
                slots *= 2;
            }

            long rate = EventsPerHour;
            string hours = rate < 0
                ? "rate not known yet"
                : rate == 0
                    ? "no event an hour at present"
                    : Decimals.FormatHundredths((int)(capacityEvents * 100L / rate)) + " h at the present rate of " + rate.ToString() + " events an hour";
            return (slots * BytesPerSlot).ToString() + " bytes, " + hours;
        }
    }
}
