using System.Threading;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The sampling thread's work.</summary>
    public sealed class SamplerLoop
    {
        private readonly Sampler _sampler;
        private readonly AutoResetEvent _look;

        /// <summary>Nothing happens before <see cref="Run"/>.</summary>
        /// <param name="sampler">The sampler to run.</param>
        /// <param name="look">Set when a pin may have to be read again soon.</param>
        public SamplerLoop(Sampler sampler, AutoResetEvent look)
        {
            _sampler = sampler;
            _look = look;
        }

        /// <summary>Samples forever.</summary>
        public void Run()
        {
            while (true)
            {
                _look.WaitOne(_sampler.Step(), false);
            }
        }
    }
}
