using System.ComponentModel;
using System.Diagnostics;

namespace NanoEvents.Cli.Configure;

/// <summary>nanoff as it is found on the PATH.</summary>
internal sealed class PathNanoff : INanoff
{
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("nanoff", arguments))!;
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode;
        }
        catch (Win32Exception)
        {
            throw new CommandException("nanoff is not installed: dotnet tool install -g nanoff");
        }
    }
}
