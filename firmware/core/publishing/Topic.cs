namespace NanoEvents.Firmware
{
    /// <summary>The topics that batches go to: `nanoevents/{device}/` and the name.</summary>
    public static class Topic
    {
        /// <summary>Batches of events; not retained.</summary>
        public const int Events = 0;

        /// <summary>What every source shows now; retained.</summary>
        public const int State = 1;
    }
}
