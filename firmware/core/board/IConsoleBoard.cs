namespace NanoEvents.Firmware
{
    /// <summary>What the console asks of the board or the simulator.</summary>
    public interface IConsoleBoard
    {
        /// <summary>The highest pin that there is.</summary>
        int HighestPin { get; }

        /// <summary>How much memory is free, in bytes; 0 where nobody knows.</summary>
        int FreeBytes { get; }

        /// <summary>Tries to open a connection to a host; may block for a while.</summary>
        bool TryReach(string host, int port);

        /// <summary>Restarts the device, a moment later: what has been written is still sent.</summary>
        void Restart();
    }
}
