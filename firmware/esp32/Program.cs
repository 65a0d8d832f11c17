using System.Threading;

namespace NanoEvents.Esp32
{
    /// <summary>The firmware on the board.</summary>
    public static class Program
    {
        /// <summary>Starts the firmware; it never returns.</summary>
        public static void Main()
        {
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
