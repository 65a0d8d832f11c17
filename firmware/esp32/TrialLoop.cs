using System.Threading;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The work of the thread that ends a trial of settings.</summary>
    public sealed class TrialLoop
    {
        private const int StepMs = 1000;
        private readonly TrialWatch _watch;

        /// <summary>Nothing happens before <see cref="Run"/>.</summary>
        public TrialLoop(TrialWatch watch)
        {
            _watch = watch;
        }

        /// <summary>Watches forever.</summary>
        public void Run()
        {
            while (true)
            {
                _watch.Step();
                Thread.Sleep(StepMs);
            }
        }
    }
}
