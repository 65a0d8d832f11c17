namespace NanoEvents.Firmware
{
    /// <summary>What has come of a trial so far.</summary>
    public enum TrialVerdict
    {
        /// <summary>Nothing yet, or nothing more.</summary>
        Wait,

        /// <summary>The settings have connected: they are the ones to come back to.</summary>
        Keep,

        /// <summary>They have not: back to those that have, and restart.</summary>
        GoBack,
    }
}
