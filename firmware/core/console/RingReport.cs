namespace NanoEvents.Firmware
{
    /// <summary>A ring's capacity in events, in bytes, and in hours at the rate of this run.</summary>
    public sealed class RingReport
    {
        private const int MsPerHour = 3600000;

        // The rate of a shorter time means nothing.
        private const int MinMs = 60000;

        private readonly IClock _clock;

        /// <summary>A report on a run that has no ring yet.</summary>
        public RingReport(IClock clock)
        {
            _clock = clock;
        }

        /// <summary>The ring of the run; null as long as there is none.</summary>
        public EventRing Ring { get; set; }

        /// <summary>How many events an hour this run has raised; -1 if the run is too short.</summary>
        public long EventsPerHour
        {
            get
            {
                long uptimeMs = _clock.UptimeMs;
                return uptimeMs < MinMs || Ring == null ? -1 : (long)(uint)Ring.LastNumber * MsPerHour / uptimeMs;
            }
        }

        /// <summary>Such as <c>6144 bytes, 7.31 h at the present rate of 70 events an hour</c>.</summary>
        public string Size(int capacityEvents)
        {
            long rate = EventsPerHour;
            string hours = rate < 0
                ? "rate not known yet"
                : rate == 0
                    ? "no event an hour at present"
                    : Decimals.FormatHundredths((int)(capacityEvents * 100L / rate)) + " h at the present rate of " + rate.ToString() + " events an hour";
            return MemoryPlan.RingBytes(capacityEvents).ToString() + " bytes, " + hours;
        }
    }
}
