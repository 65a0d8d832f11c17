using NanoEvents.Protocol;

namespace NanoEvents
{
    /// <summary>
    /// What an event says. Up to 255 these are the numbers of the format: 0 and 1 have a short form on the wire, the others are extended. What only a
    /// reader knows stands above them.
    /// </summary>
    /// <remarks>
    /// A new measurement is one entry here: the number, and in its attribute all that is said about it. Writer, reader, JSON, text and AsyncAPI follow. A kind
    /// of another form also needs its lines in BatchWriter, EventCursor and KindTable; the tests fail until it has them.
    /// </remarks>
    public enum EventKind
    {
        /// <summary>A thermometer moved by at least the deadband. Value in hundredths of a °C.</summary>
        Temperature = 0,

        /// <summary>Motion began or ended. The flag says moving.</summary>
        Motion = 1,

        /// <summary>A temperature crossed a limit. The flag says entered.</summary>
        Threshold = 2,

        /// <summary>A motion sensor changed too often: many edges in one event.</summary>
        Chatter = 3,

        /// <summary>A thermometer does not answer, or answers what cannot be, or does well again. The flag says began.</summary>
        Fault = 4,

        // 5, 9 and 255 are never given: released vectors show by them what a reader does with a kind that it does not know.

        /// <summary>The relative humidity moved by at least its deadband. Value in hundredths of a percent. Off by default.</summary>
        [Measurement("percent", "%", "Relative humidity")]
        Humidity = 6,

        /// <summary>The air pressure moved by at least its deadband. Value in hundredths of a hectopascal, which are pascals. Off by default.</summary>
        [Measurement("hectopascals", "hPa", "Air pressure at the sensor, not reduced to sea level")]
        Pressure = 7,

        /// <summary>The device started. Sent as a field of a batch, not as an event.</summary>
        Boot = 256,

        /// <summary>Events that will not come, which ones and why. Made by the reader, not by the device.</summary>
        Lost = 257,

        /// <summary>A kind that this version of the reader does not know; its number and bytes are there.</summary>
        Unknown = 258,
    }
}
