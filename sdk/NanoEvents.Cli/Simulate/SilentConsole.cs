using NanoEvents.Firmware;

namespace NanoEvents.Cli.Simulate;

/// <summary>A console that nobody listens to.</summary>
internal sealed class SilentConsole : IConsoleOutput
{
    public void WriteLine(string line)
    {
    }
}
