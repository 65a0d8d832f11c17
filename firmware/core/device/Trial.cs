namespace NanoEvents.Firmware
{
    /// <summary>How long new Wi-Fi or broker settings have to prove themselves: they are kept once the device has connected, and taken back when the time is over.</summary>
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

        /// <summary>What to do now; other than <see cref="TrialVerdict.Wait"/> once.</summary>
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
}
