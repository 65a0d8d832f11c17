using System.IO.Ports;
using NanoEvents.Firmware;
using nanoFramework.Hardware.Esp32;

namespace NanoEvents.Esp32
{
    /// <summary>Opens the serial port of the console on the pins that were chosen.</summary>
    public static class ConsolePort
    {
        /// <summary>The open port. May throw: the chip has no such port or pin, or there is no memory.</summary>
        public static SerialPort Open(ConsoleChoice choice)
        {
            // COM2's functions come after COM1's, COM3's after those, and so on.
            int functions = (choice.Port[3] - '2') * (DeviceFunction.COM3_TX - DeviceFunction.COM2_TX);
            Configuration.SetPinFunction(choice.TxPin, DeviceFunction.COM2_TX + functions);
            Configuration.SetPinFunction(choice.RxPin, DeviceFunction.COM2_RX + functions);
            SerialPort port = new SerialPort(choice.Port, choice.Baud);
            port.Open();
            return port;
        }
    }
}
