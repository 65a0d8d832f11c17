using System.Threading;
using NanoEvents.Firmware;
using NanoEvents.Protocol;

namespace NanoEvents.Esp32
{
    /// <summary>
    /// A thread that does not end: an exception is counted, and the work restarts. Without this, nanoCLR would end the thread silently.
    /// </summary>
    public sealed class Worker
    {
        private const int RestMs = 1000;

        private readonly EndlessWork _work;
        private readonly Counters _counters;

        /// <summary>Nothing happens before <see cref="Run"/>.</summary>
        public Worker(ThreadStart work, Counters counters)
        {
            _work = new EndlessWork(work, Rest);
            _counters = counters;
        }

        /// <summary>Runs the work on a new thread.</summary>
        public void Start()
        {
            new Thread(Run).Start();
        }

        /// <summary>Runs the work on this thread.</summary>
        public void Run()
        {
            _work.Run();
        }

        private void Rest()
        {
            _counters.Add(CounterId.ThreadRestarts);
            Thread.Sleep(RestMs);
        }
    }
}
