using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The publishing thread's work.</summary>
    public sealed class PublisherLoop
    {
        private const int LongestMs = 60000;
        private readonly Device _device;

        /// <summary>Nothing happens before <see cref="Run"/>.</summary>
        public PublisherLoop(Device device)
        {
            _device = device;
        }

        /// <summary>Publishes for ever.</summary>
        public void Run()
        {
            while (true)
            {
                int waitMs = _device.Step();
                int connectionMs = _device.Connection.WaitMs;
                waitMs = waitMs < connectionMs ? waitMs : connectionMs;
                _device.Wake.WaitOne(waitMs < LongestMs ? waitMs : LongestMs, false);
            }
        }
    }
}
