using System;

namespace NanoEvents.Protocol
{
    /// <summary>Says of a kind that it is a measurement: a number of the format whose value is sent in hundredths of a unit.</summary>
    /// <remarks>Only for the desktop; the board does not use it.</remarks>
    [AttributeUsage(AttributeTargets.Field)]
    public sealed class MeasurementAttribute : Attribute
    {
        /// <summary>The value's name in JSON.</summary>
        public readonly string JsonName;

        /// <summary>The value's unit, as people write it.</summary>
        public readonly string Unit;

        /// <summary>The quantity, in a few words.</summary>
        public readonly string What;

        /// <summary>The description of a measurement.</summary>
        public MeasurementAttribute(string jsonName, string unit, string what)
        {
            JsonName = jsonName;
            Unit = unit;
            What = what;
        }
    }
}
