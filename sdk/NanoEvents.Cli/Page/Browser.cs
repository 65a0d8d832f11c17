using System.ComponentModel;
using System.Diagnostics;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Page;

/// <summary>The browser of whoever sits here.</summary>
internal static class Browser
{
    /// <summary>Opens an address; says so where that is not possible.</summary>
    public static void Open(Uri address)
    {
        try
        {
            using Process? started = Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true });
        }
        catch (Exception e) when (e is Win32Exception or PlatformNotSupportedException or InvalidOperationException)
        {
            StandardError.Warn($"no browser could be opened: open {address.AbsoluteUri} yourself");
        }
    }
}
