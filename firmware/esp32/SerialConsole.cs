using System.IO.Ports;
using System.Text;
using System.Threading;
using nanoFramework.Hardware.Esp32;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The console's serial port. The debugger uses UART0, so the console uses another one, with its own cable.</summary>
    public sealed class SerialConsole : IConsoleOutput
    {
        private const int PollMs = 50;

        private readonly Settings _settings;
        private readonly byte[] _received = new byte[64];
        private SerialPort _port;

        /// <summary>Nothing happens before <see cref="Run"/>.</summary>
        public SerialConsole(Settings settings)
        {
            _settings = settings;
        }

        /// <summary>The console that answers; set it before <see cref="Run"/>.</summary>
        public DeviceConsole Answering { get; set; }

        /// <summary>Feeds the console forever. It polls for bytes, because serial events share the pins' queue and thread.</summary>
        public void Run()
        {
            _port = _port ?? Open();
            while (true)
            {
                int waiting = _port.BytesToRead;
                if (waiting == 0)
                {
                    Answering.Feed(_received, 0);
                    Thread.Sleep(PollMs);
                    continue;
                }

                int count = _port.Read(_received, 0, waiting < _received.Length ? waiting : _received.Length);
                Answering.Feed(_received, count);
            }
        }

        /// <inheritdoc/>
        public void WriteLine(string line)
        {
            Write(Encoding.UTF8.GetBytes(line + "\r\n"));
        }

        /// <inheritdoc/>
        public void Write(byte[] bytes)
        {
            _port.Write(bytes, 0, bytes.Length);
        }

        // A port or a pin that does not exist throws, and the device runs without a console.
        private SerialPort Open()
        {
            // COM2's functions come after COM1's, COM3's after those, and so on.
            int functions = (_settings.ConsolePort[3] - '2') * (DeviceFunction.COM3_TX - DeviceFunction.COM2_TX);
            Configuration.SetPinFunction(_settings.ConsoleTxPin, DeviceFunction.COM2_TX + functions);
            Configuration.SetPinFunction(_settings.ConsoleRxPin, DeviceFunction.COM2_RX + functions);
            SerialPort port = new SerialPort(_settings.ConsolePort, _settings.ConsoleBaud);
            port.Open();
            return port;
        }
    }
}
