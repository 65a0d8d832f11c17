namespace NanoEvents
{
    /// <summary>
    /// The kinds of event. Numbers up to 255 are those of the format: 0 and 1 have a short form on the wire, and the others are extended. Higher
    /// numbers exist only in the reader. The numbers 128 to 191 are for measurements of your own, and 192 to 254 for states of your own, such as a door
    /// contact: they have no names here, and a declaration gives them one.
    /// </summary>
    /// <remarks>
    /// A new official measurement is its number here, in BatchFormat.IsMeasurement, and one entry in the SDK's Measurement; reader, JSON, text and AsyncAPI
    /// follow. A kind of another form also needs its lines in BatchWriter, EventContent and KindTable; the tests fail until it has them.
    /// </remarks>
    public enum EventKind
    {
        /// <summary>A thermometer moved by at least the deadband. Value in hundredths of a °C.</summary>
        Temperature = 0,

        /// <summary>Motion began or ended. The flag says moving.</summary>
        Motion = 1,

        /// <summary>A measured value crossed a limit. The flag says entered.</summary>
        Threshold = 2,

        /// <summary>A motion sensor, or a state, changed too often: many edges in one event.</summary>
        Chatter = 3,

        /// <summary>A sensor does not answer, gives an impossible value, or works again. The flag says began.</summary>
        Fault = 4,

        // 5, 9 and 255 are never used: released vectors use them to show how a reader handles an unknown kind. 8, 10 and 11 are threshold, fault and
        // chatter of the other kinds: BatchFormat has these numbers.

        /// <summary>The relative humidity moved by at least its deadband. Value in hundredths of a percent. Off by default.</summary>
        Humidity = 6,

        /// <summary>The air pressure moved by at least its deadband. Value in hundredths of a hectopascal, which are pascals. Off by default.</summary>
        Pressure = 7,

        /// <summary>The device started. Sent as a field of a batch, not as an event.</summary>
        Boot = 256,

        /// <summary>Lost events: which ones, and why. Made by the reader, not by the device.</summary>
        Lost = 257,

        /// <summary>A kind that this version of the reader does not know; its number and bytes are there.</summary>
        Unknown = 258,
    }

    /// <summary>
    /// What a source is. Sources are numbered from 0 within their type. The sources of a private kind, 128 to 254, have the kind's number as their type.
    /// </summary>
    public enum SourceType : byte
    {
        /// <summary>Raises temperature, humidity and pressure events, and their thresholds and faults.</summary>
        Thermometer = 0,

        /// <summary>Raises motion and chatter events.</summary>
        MotionSensor = 1,
    }
}
