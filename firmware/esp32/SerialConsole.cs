using System;
using System.IO.Ports;
using System.Text;
using System.Threading;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The console's serial port. The debugger uses UART0, so the console uses another one, with its own cable.</summary>
    public sealed class SerialConsole : IConsoleOutput
    {
        private const int PollMs = 50;

        private readonly StartFaults _faults;
        private readonly byte[] _received = new byte[64];
        private ConsoleChoice _choice;
        private SerialPort _port;

        /// <summary>Nothing happens before <see cref="Run"/>.</summary>
        public SerialConsole(ConsoleChoice choice, StartFaults faults)
        {
            _choice = choice;
            _faults = faults;
        }

        /// <summary>The console that answers; set it before <see cref="Run"/>.</summary>
        public DeviceConsole Answering { get; set; }

        /// <summary>Feeds the console forever. It polls for bytes, because serial events share the pins' queue and thread.</summary>
        public void Run()
        {
            _port = _port ?? TryOpen() ?? ConsolePort.Open(_choice);
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

        // Where the settings' port cannot be opened, the default one is; a default one that cannot is tried again.
        private SerialPort TryOpen()
        {
            try
            {
                return ConsolePort.Open(_choice);
            }
            catch (Exception)
            {
                _faults.Add(SettingsTable.ConsolePort, _choice.Port + " could not be opened: the console is where it is by default");
                _choice = new ConsoleChoice();
                return null;
            }
        }
    }
}
