using System;
using System.Threading;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Work that does not end: after an exception it is counted, rests, and begins again. When the board is out of memory, counting, sleeping and even an
    /// empty catch may throw again; so what is around them only catches.
    /// </summary>
    public sealed class EndlessWork
    {
        private readonly ThreadStart _work;
        private readonly ThreadStart _rest;

        /// <summary>Nothing happens before <see cref="Run"/>.</summary>
        /// <param name="work">The work; it usually does not return.</param>
        /// <param name="rest">Counts and rests after it; may throw.</param>
        public EndlessWork(ThreadStart work, ThreadStart rest)
        {
            _work = work;
            _rest = rest;
        }

        /// <summary>Whether it is to end; for tests.</summary>
        public bool IsOver { get; set; }

        /// <summary>Works on this thread.</summary>
        public void Run()
        {
            while (!IsOver)
            {
                try
                {
                    Work();
                    _rest();
                }
                catch (Exception)
                {
                }
            }
        }

        private void Work()
        {
            try
            {
                _work();
            }
            catch (Exception)
            {
            }
        }
    }
}
