using System.Threading;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The publishing thread's work.</summary>
    public sealed class PublisherLoop
    {
        private const int MaxMs = 60000;
        private readonly Device _device;
        private readonly AutoResetEvent _look;

        /// <summary>Nothing happens before <see cref="Run"/>.</summary>
        /// <param name="device">The firmware.</param>
        /// <param name="look">Set after each event: a pin may have to be read again after a bounce.</param>
        public PublisherLoop(Device device, AutoResetEvent look)
        {
            _device = device;
            _look = look;
        }

        /// <summary>Publishes forever.</summary>
        public void Run()
        {
            while (true)
            {
                _look.Set();
                int waitMs = _device.Step();
                int connectionMs = _device.Connection.WaitMs;
                waitMs = waitMs < connectionMs ? waitMs : connectionMs;
                _device.Wake.WaitOne(waitMs < MaxMs ? waitMs : MaxMs, false);
            }
        }
    }
}
