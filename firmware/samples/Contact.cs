using NanoEvents.Firmware;

namespace NanoEvents.Samples
{
    /// <summary>A reed contact at a door or a window, between a pin and ground. An open door lets the pin go high. contact.pin turns it on.</summary>
    public static class Contact
    {
        /// <summary>Everything that follows from a declaration: number, name, the words for on and off, and that the pin is pulled up.</summary>
        public static Switch Declare()
        {
            return new Switch(192, "contact", "open", "closed", true);
        }
    }
}
