using System.Threading;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The work of the thread that ends a trial of settings, and restarts a device that hangs.</summary>
    public sealed class WatchLoop
    {
        private const int StepMs = 1000;
        private readonly TrialWatch _trial;

        /// <summary>Nothing happens before <see cref="Run"/>.</summary>
        public WatchLoop(TrialWatch trial)
        {
            _trial = trial;
        }

        /// <summary>Null until the device has been put together.</summary>
        public Watchdog Watchdog { get; set; }

        /// <summary>Watches forever.</summary>
        public void Run()
        {
            while (true)
            {
                _trial.Step();
                if (Watchdog != null)
                {
                    Watchdog.Step();
                }

                Thread.Sleep(StepMs);
            }
        }
    }
}
