namespace NanoEvents.Firmware.Checks.Folders;

/// <summary>The folders of product code, from the ground up: no folder uses one that stands above it.</summary>
/// <remarks>
/// An event runs sensing → ring → publishing: sensors push into the ring, and the publisher pulls out of it, so both stand on the ring. The store belongs to
/// the publisher, and does not know it.
/// </remarks>
internal static class Rooms
{
    private static readonly string[] _firmware =
    [
        "firmware/protocol",
        "firmware/core/board",
        "firmware/core/settings",
        "firmware/core/ring",
        "firmware/core/sensing",
        "firmware/core/publishing/store",
        "firmware/core/publishing",
        "firmware/core/device",
        "firmware/core/console",
        "firmware/samples",
    ];

    // The device that is played stands on the traces; what goes wrong around it stands on top.
    private static readonly string[] _simulator = ["firmware/simulator/traces", "firmware/simulator", "firmware/simulator/faults"];

    // Everything that a message meets on its way to a program, and below it what that stands on. Of the command, what it prints with is the ground.
    private static readonly string[] _sdk =
    [
        PublicTypes.Values,
        "sdk/NanoEvents/Internal/Batches",
        PublicTypes.Events,
        "sdk/NanoEvents/Internal/InFlight",
        "sdk/NanoEvents/Internal/Tls",
        "sdk/NanoEvents/Internal/Broker",
        "sdk/NanoEvents/Internal/Timeline",
        "sdk/NanoEvents/Internal/Reading",
        PublicTypes.Client,
        "sdk/NanoEvents.Testing",
        "sdk/NanoEvents.Bridge",
        "sdk/NanoEvents.Redis",
        "sdk/NanoEvents.Kafka",
        "sdk/NanoEvents.Amqp",
        "sdk/NanoEvents.EventHubs",
        "sdk/NanoEvents.Webhooks",
        "sdk/NanoEvents.History",
        "sdk/NanoEvents.HomeAssistant",
        "sdk/NanoEvents.Dashboard",
        "sdk/NanoEvents.Hosting",
        "sdk/NanoEvents.Webhooks.AspNetCore",
        "sdk/NanoEvents.Cli/Output",
        "sdk/NanoEvents.Cli/Screen",
        "sdk/NanoEvents.Cli/Board",
        "sdk/NanoEvents.Cli/Broker",
        "sdk/NanoEvents.Cli/Certificates",
        "sdk/NanoEvents.Cli/Configure",
        "sdk/NanoEvents.Cli/Contract",
        "sdk/NanoEvents.Cli/Targets",
        "sdk/NanoEvents.Cli/Bridging",
        "sdk/NanoEvents.Cli/Page",
        "sdk/NanoEvents.Cli/Past",
        "sdk/NanoEvents.Cli/Demo",
        "sdk/NanoEvents.Cli/Doctor",
        "sdk/NanoEvents.Cli/Flash",
        "sdk/NanoEvents.Cli/Forget",
        "sdk/NanoEvents.Cli/Simulate",
        "sdk/NanoEvents.Cli/Commands",
        "sdk/NanoEvents.Cli",
        "sdk/NanoEvents.Bridge.Tool",
    ];

    /// <summary>Every folder, in order.</summary>
    public static IReadOnlyList<string> GroundUp { get; } = [.. _firmware, .. _simulator, .. _sdk];

    /// <summary>The room of a folder: its own, or for what is internal in a package that of the package. Null for a folder without a room.</summary>
    public static string? Of(string folder)
    {
        string room = GroundUp.Contains(folder) ? folder : folder.Split("/Internal")[0];
        return Height(room) >= 0 ? room : null;
    }

    /// <summary>How high a folder stands; -1 for one that is not in the list.</summary>
    public static int Height(string folder)
    {
        for (int i = 0; i < GroundUp.Count; i++)
        {
            if (GroundUp[i] == folder)
            {
                return i;
            }
        }

        return -1;
    }
}
