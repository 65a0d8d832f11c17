namespace NanoEvents.Firmware
{
    /// <summary>The state of a trial.</summary>
    public enum TrialVerdict
    {
        /// <summary>No action.</summary>
        Wait,

        /// <summary>The settings have connected: keep them.</summary>
        Keep,

        /// <summary>The settings have not connected: go back to those that did, and restart.</summary>
        GoBack,
    }
}
