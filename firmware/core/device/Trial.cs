namespace NanoEvents.Firmware
{
    /// <summary>
    /// The trial of new Wi-Fi or broker settings: they are kept when the device has connected, and revoked if it has not connected in time.
    /// </summary>
    public sealed class Trial
    {
        /// <summary>For how long the device tries, in ms of its uptime.</summary>
        public const int PatienceMs = 180000;

        private readonly IClock _clock;
        private readonly bool _canGoBack;
        private bool _isOver;

        /// <summary>A trial that begins with the device's start.</summary>
        /// <param name="clock">The device's time.</param>
        /// <param name="canGoBack">Whether there are other settings that have connected before.</param>
        public Trial(IClock clock, bool canGoBack)
        {
            _clock = clock;
            _canGoBack = canGoBack;
        }

        /// <summary>The action that is due; anything other than <see cref="TrialVerdict.Wait"/> once.</summary>
        public TrialVerdict Step(bool isConnected)
        {
            if (_isOver)
            {
                return TrialVerdict.Wait;
            }

            _isOver = isConnected || (_canGoBack && _clock.UptimeMs >= PatienceMs);
            return isConnected ? TrialVerdict.Keep : _isOver ? TrialVerdict.GoBack : TrialVerdict.Wait;
        }
    }

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
