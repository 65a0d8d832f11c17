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

    /// <summary>A number of things, in words.</summary>
    public static class Count
    {
        /// <summary>Such as <c>1 change</c> and <c>2 changes</c>.</summary>
        public static string Of(int count, string thing)
        {
            return count.ToString() + " " + thing + (count == 1 ? string.Empty : "s");
        }
    }
}
