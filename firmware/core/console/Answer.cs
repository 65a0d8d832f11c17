namespace NanoEvents.Firmware
{
    /// <summary>The line in which every answer of the console ends.</summary>
    public static class Answer
    {
        /// <summary>It is done.</summary>
        public static string Ok(string text)
        {
            return "ok  " + text;
        }

        /// <summary>The command has failed, and why.</summary>
        public static string Error(string text)
        {
            return "error  " + text;
        }
    }
}
