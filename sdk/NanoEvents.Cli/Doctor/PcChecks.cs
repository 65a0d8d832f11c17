using System.Reflection;
using NanoEvents.Cli.Board;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Doctor;

/// <summary>Checks of this PC: programs, ports, and whether the versions of the firmware's parts fit each other.</summary>
internal static class PcChecks
{
    /// <summary>NanoEvents itself, and the .NET SDK that nanoff is installed with.</summary>
    public static async Task<Finding> SdkAsync(CancellationToken cancellation)
    {
        string own = typeof(EventClient).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";
        string text = $"NanoEvents {own} on .NET {Environment.Version}";
        return await new Nanoff("dotnet").VersionAsync(cancellation) is { } sdk
            ? Finding.Ok("sdk", $"{text}, .NET SDK {sdk}")
            : Finding.Warning("sdk", $"{text}, no .NET SDK", "install the .NET 10 SDK: nanoff and the firmware's tests need it");
    }

    /// <summary>nanoff: installed, in a version that can be used.</summary>
    public static async Task<Finding> NanoffAsync(CancellationToken cancellation)
    {
        if (Nanoff.Find() is not { } nanoff)
        {
            return Finding.Warning("nanoff", "not installed", $"`nanoevents flash` asks to install it, or: {NanoffVersion.Install}");
        }

        Version? version = await nanoff.VersionAsync(cancellation);
        return NanoffVersion.FindProblem(version) is { } problem
            ? Finding.Warning("nanoff", $"{problem} ({nanoff.Path})", NanoffVersion.Install)
            : Finding.Ok("nanoff", $"{version} at {nanoff.Path}");
    }

    /// <summary>The serial ports, and whether this account may open them.</summary>
    public static IEnumerable<Finding> Ports(IReadOnlyList<string> ports)
    {
        if (ports.Count == 0)
        {
            yield return Finding.Warning("ports", "no serial port", $"to flash a board, {SerialPorts.HowToGetOne}");
        }

        foreach (string port in ports)
        {
            yield return SerialPorts.MayOpen(port)
                ? Finding.Ok("ports", port)
                : Finding.Error("ports", $"{port} may not be opened by this account", SerialPorts.HowToOpen(port));
        }
    }

    /// <summary>nanoCLR and the firmware's packages: they must fit each other, or the application would not start.</summary>
    public static IEnumerable<Finding> Fit(BoardVersions versions)
    {
        string[] misfits = [.. versions.Misfits()];
        return misfits.Length == 0
            ? [Finding.Ok("nanoclr", $"{versions.NanoClr} goes with System.Net {versions.Packages["nanoFramework.System.Net"]} and M2Mqtt {versions.Packages["nanoFramework.M2Mqtt"]}")]
            : misfits.Select(misfit => Finding.Error("nanoclr", misfit, "put .nanoFramework/versions.json right and build the firmware again"));
    }
}
