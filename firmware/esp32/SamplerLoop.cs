using System.Threading;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The sampling thread's work.</summary>
    public sealed class SamplerLoop
    {
        private readonly Sampler _sampler;
        private readonly AutoResetEvent _edge;

        /// <summary>Nothing happens before <see cref="Run"/>.</summary>
        /// <param name="sampler">What is done.</param>
        /// <param name="edge">Set when a pin has changed, and may have to be looked at again.</param>
        public SamplerLoop(Sampler sampler, AutoResetEvent edge)
        {
            _sampler = sampler;
            _edge = edge;
        }

        /// <summary>Samples for ever.</summary>
        public void Run()
        {
            while (true)
            {
                _edge.WaitOne(_sampler.Step(), false);
            }
        }
    }
}
