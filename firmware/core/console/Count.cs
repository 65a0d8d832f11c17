namespace NanoEvents.Firmware
{
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
