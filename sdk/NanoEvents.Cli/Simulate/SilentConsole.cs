using NanoEvents.Firmware;

namespace NanoEvents.Cli.Simulate;

/// <summary>A console without a reader.</summary>
internal sealed class SilentConsole : IConsoleOutput
{
    public void WriteLine(string line)
    {
    }

    public void Write(byte[] bytes)
    {
    }
}
