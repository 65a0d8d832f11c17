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
        /// <param name="look">Set when a pin may have to be read again after a bounce, or edges are to be counted.</param>
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
                _device.Wake.WaitOne(Step(), false);
            }
        }

        // Returns how long to wait, in ms, unless something happens.
        private int Step()
        {
            if (_device.WantsLook)
            {
                _look.Set();
            }

            int waitMs = _device.Step();
            int connectionMs = _device.Connection.WaitMs;
            waitMs = waitMs < connectionMs ? waitMs : connectionMs;
            return waitMs < MaxMs ? waitMs : MaxMs;
        }
    }
}
