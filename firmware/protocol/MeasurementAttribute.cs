using System;

namespace NanoEvents.Protocol
{
    /// <summary>Says of a kind that it is a measurement: a number of the format whose value is sent in hundredths of a unit.</summary>
    /// <remarks>For the desktop alone: on the board nobody asks.</remarks>
    [AttributeUsage(AttributeTargets.Field)]
    public sealed class MeasurementAttribute : Attribute
    {
        /// <summary>The value's name in JSON.</summary>
        public readonly string JsonName;

        /// <summary>The value's unit, as people write it.</summary>
        public readonly string Unit;

        /// <summary>What is measured, in a few words.</summary>
        public readonly string What;

        /// <summary>All that there is to say about a measurement.</summary>
        public MeasurementAttribute(string jsonName, string unit, string what)
        {
            JsonName = jsonName;
            Unit = unit;
            What = what;
        }
    }
}
