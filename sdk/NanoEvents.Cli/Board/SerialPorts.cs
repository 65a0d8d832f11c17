using System.IO.Ports;
using System.Runtime.InteropServices;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Board;

/// <summary>The serial ports at which a board may be: those of USB, not those of the mainboard.</summary>
internal static class SerialPorts
{
    private const int ReadAndWrite = 6;

    /// <summary>What to do if there is no port, for this operating system.</summary>
    public static string HowToGetOne { get; } =
        "plug the board in with a cable that carries data (many only charge)"
        + (OperatingSystem.IsWindows() ? "; if Device Manager shows it without a COM number, install the driver of its USB chip: CP210x (Silicon Labs) or CH340 (WCH)"
            : OperatingSystem.IsMacOS() ? "; if /dev/cu.* does not change, install the driver of its USB chip: CP210x (Silicon Labs) or CH340 (WCH)"
            : "; `dmesg | tail` shows whether the system has seen it");

    /// <summary>The ports, in order.</summary>
    /// <param name="devices">The folder of serial ports on Linux and macOS.</param>
    public static IReadOnlyList<string> List(string devices = "/dev")
    {
        if (OperatingSystem.IsWindows())
        {
            return [.. SerialPort.GetPortNames().Distinct().OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)];
        }

        string[] patterns = OperatingSystem.IsMacOS() ? ["cu.usb*", "cu.SLAB*", "cu.wch*"] : ["ttyUSB*", "ttyACM*"];
        return [.. patterns.SelectMany(pattern => Directory.EnumerateFileSystemEntries(devices, pattern)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether this account may open the port. It is not opened: that would reset many boards.</summary>
    public static bool MayOpen(string port) => OperatingSystem.IsWindows() || Access(port, ReadAndWrite) == 0;

    /// <summary>What to do if the port may not be opened.</summary>
    public static string HowToOpen(string port) =>
        $"add yourself to the group that owns {port} (dialout on Debian, Ubuntu and Fedora, uucp on Arch): `sudo usermod -aG dialout $USER`, then log in again";

    /// <summary>Whether there is such a port. It is not opened.</summary>
    public static bool Exists(string port) =>
        OperatingSystem.IsWindows() ? List().Contains(port, StringComparer.OrdinalIgnoreCase) : File.Exists(port);

    /// <summary>The ports that there are, for a message about one that is not.</summary>
    public static string Others(IReadOnlyList<string> ports) =>
        ports.Count == 0 ? "there is none" : $"there {(ports.Count == 1 ? "is" : "are")} {string.Join(", ", ports)}";

    /// <summary>The given port, or the only one.</summary>
    /// <param name="asked">The given port; null for none.</param>
    /// <param name="ports">Those that there are.</param>
    /// <exception cref="CommandException">There is no port, there are several, or the port may not be opened.</exception>
    public static string Choose(string? asked, IReadOnlyList<string> ports)
    {
        string port = asked ?? ports.Count switch
        {
            0 => throw new CommandException($"no serial port: {HowToGetOne}"),
            1 => ports[0],
            _ => throw new CommandException($"several serial ports: {string.Join(", ", ports)}; say which with --port"),
        };
        if (!Exists(port))
        {
            throw new CommandException($"no serial port {port}; {Others(ports)}: {HowToGetOne}");
        }

        return MayOpen(port) ? port : throw new CommandException($"{port} may not be opened by this account: {HowToOpen(port)}");
    }

    [DllImport("libc", EntryPoint = "access", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Access(string path, int mode);
}
