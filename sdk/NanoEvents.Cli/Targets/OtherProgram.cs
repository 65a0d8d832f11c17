using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Targets;

/// <summary>Another program that does the work of this one.</summary>
internal static class OtherProgram
{
    /// <summary>
    /// Goes on as another program. On Linux and macOS this process becomes the other one, so that a signal, and also a kill, reaches it. On Windows it
    /// starts the other one and waits; Ctrl+C reaches both.
    /// </summary>
    /// <param name="program">Its path, or its name on the PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="CommandException">It cannot be started.</exception>
    public static async Task<int> BecomeAsync(string program, IReadOnlyList<string> arguments)
    {
        if (OperatingSystem.IsWindows())
        {
            return await RunAsync(program, arguments);
        }

        // It returns if it fails only.
        _ = Execute(program, [program, .. arguments, null]);
        throw new CommandException($"{program} cannot be started: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
    }

    /// <summary>Runs a program to its end, its output on standard error, because standard output is for events.</summary>
    /// <exception cref="CommandException">It cannot be started.</exception>
    public static async Task<int> RunQuietlyAsync(string program, IReadOnlyList<string> arguments)
    {
        using Process process = Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true });
        await process.StandardOutput.BaseStream.CopyToAsync(Console.OpenStandardError());
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>What a program prints, without blanks around it; null if it cannot be started or fails.</summary>
    public static async Task<string?> ReadAsync(string program, params string[] arguments)
    {
        try
        {
            using Process process = Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync();
            await errors;
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? output.Trim() : null;
        }
        catch (CommandException)
        {
            return null;
        }
    }

    private static async Task<int> RunAsync(string program, IReadOnlyList<string> arguments)
    {
        using Process process = Start(new ProcessStartInfo(program, arguments));
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new CommandException($"{start.FileName} cannot be started: {e.Message}");
        }
    }

    // On these systems the text is UTF-8.
    [DllImport("libc", EntryPoint = "execvp", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Execute(string program, string?[] arguments);
}
