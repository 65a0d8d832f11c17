namespace NanoEvents.Firmware
{
    /// <summary>The result of adding a byte to a line.</summary>
    public enum LineResult
    {
        /// <summary>The line goes on.</summary>
        Open,

        /// <summary>The line has ended.</summary>
        Whole,

        /// <summary>The line has ended, and is not text, or its check is wrong.</summary>
        Garbled,

        /// <summary>The line has ended, and was too long.</summary>
        TooLong,
    }
}
