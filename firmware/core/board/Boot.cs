using System.Text;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>The id and the cause of this run of the firmware.</summary>
    public sealed class Boot
    {
        /// <summary>The version that the firmware reports.</summary>
        public const string FirmwareVersion = "0.1.0";

        /// <summary>Drawn at random when the device started: 24 bits.</summary>
        public readonly int Id;

        /// <summary>Why it started.</summary>
        internal readonly BootCause Cause;

        /// <summary>The firmware's version as UTF-8.</summary>
        public readonly byte[] Firmware = Encoding.UTF8.GetBytes(FirmwareVersion);

        /// <summary>The text of the status topic while the device is connected, such as <c>online firmware=0.1.0 boot=123 wake=unknown</c>.</summary>
        public readonly string Online;

        /// <summary>A boot with the id and cause that the board gives.</summary>
        /// <param name="id">Drawn at random.</param>
        /// <param name="cause">Why the device started.</param>
        /// <param name="isRolledBack">Whether it runs on older settings, because newer ones did not connect.</param>
        internal Boot(int id, BootCause cause, bool isRolledBack = false)
        {
            Id = id & BatchFormat.BootMask;
            Cause = cause;
            Online = "online firmware=" + FirmwareVersion + " boot=" + Id.ToString() + " wake=" + Wake(cause) + (isRolledBack ? " settings=rolledback" : string.Empty);
        }

        private static string Wake(BootCause cause)
        {
            switch (cause)
            {
                case BootCause.Requested:
                    return "requested";
                case BootCause.Timer:
                    return "timer";
                case BootCause.Pin:
                    return "pin";
                case BootCause.Watchdog:
                    return "watchdog";
                default:
                    return "unknown";
            }
        }
    }
}
