namespace NanoEvents.Firmware
{
    /// <summary>Where the console's answers go.</summary>
    public interface IConsoleOutput
    {
        /// <summary>Writes a line; the line's end is the writer's.</summary>
        void WriteLine(string line);
    }
}
