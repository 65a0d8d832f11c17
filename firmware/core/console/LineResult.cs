namespace NanoEvents.Firmware
{
    /// <summary>What a byte has made of a line.</summary>
    public enum LineResult
    {
        /// <summary>The line goes on.</summary>
        Open,

        /// <summary>The line has ended.</summary>
        Whole,

        /// <summary>The line has ended, and holds what is no text, or its check is wrong.</summary>
        Garbled,

        /// <summary>The line has ended, and was too long to be kept.</summary>
        TooLong,
    }
}
