namespace NanoEvents.Firmware
{
    /// <summary>The parts of the board or the simulator that the console needs.</summary>
    public interface IConsoleBoard
    {
        /// <summary>The pins of the board's chip.</summary>
        ChipPins Pins { get; }

        /// <summary>The name of the chip, or of the board.</summary>
        string Chip { get; }

        /// <summary>Whether the board has joined the network of its settings.</summary>
        bool IsOnline { get; }

        /// <summary>How much memory is free, in bytes; 0 if unknown.</summary>
        int FreeBytes { get; }

        /// <summary>Tries to open a connection to a host; may block for a while.</summary>
        bool TryReach(string host, int port);

        /// <summary>Restarts the device after a moment, so that written lines are still sent.</summary>
        void Restart();
    }

    /// <summary>The output of the console.</summary>
    public interface IConsoleOutput
    {
        /// <summary>Writes a line, and adds the line end.</summary>
        void WriteLine(string line);

        /// <summary>Writes bytes as they are.</summary>
        void Write(byte[] bytes);
    }
}
