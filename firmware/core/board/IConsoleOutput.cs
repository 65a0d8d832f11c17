namespace NanoEvents.Firmware
{
    /// <summary>The output of the console.</summary>
    public interface IConsoleOutput
    {
        /// <summary>Writes a line, and adds the line end.</summary>
        void WriteLine(string line);
    }
}
