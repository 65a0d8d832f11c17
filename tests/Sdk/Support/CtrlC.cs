using System.ComponentModel;
using System.Runtime.InteropServices;
using Xunit;

namespace NanoEvents.Tests;

/// <summary>Ctrl+C for programs that a test has started.</summary>
internal static class CtrlC
{
    private const int Interrupt = 2;
    private const int Ignored = 1;

    /// <summary>
    /// A shell starts its background jobs with Ctrl+C ignored, and their children inherit that. Programs that this process starts from now on heed it.
    /// </summary>
    public static void Heed()
    {
        byte[] action = new byte[256];
        if (!OperatingSystem.IsWindows() && GetAction(Interrupt, 0, action) == 0 && BitConverter.ToInt64(action) == Ignored)
        {
            SetHandler(Interrupt, 0);
        }
    }

    /// <summary>Sends it to one process. The test is skipped in Windows, which has no way to do so.</summary>
    public static void Send(int process)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no way to send Ctrl+C to one process alone");
        if (Kill(process, Interrupt) != 0)
        {
            throw new Win32Exception();
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);

    // Its first field is the handler.
    [DllImport("libc", EntryPoint = "sigaction")]
    private static extern int GetAction(int signal, nint newAction, byte[] action);

    [DllImport("libc", EntryPoint = "signal")]
    private static extern nint SetHandler(int signal, nint handler);
}
