using Mono.Cecil;

namespace NanoEvents.Firmware.Checks.Folders;

/// <summary>Where each public type of the SDK stands. They share one folder, because the list of its files is the API; but they are not one room.</summary>
/// <remarks>
/// A type that uses nothing under Internal is a value, and part of the ground: a measurement, a notice, the state of a device. An event is read and written by
/// Internal/Events, and prints itself with it, so it stands there, and with it the types that hold events and use nothing higher. Whatever uses more is the
/// client, on top. So a type below that begins to use the client's options is found, and so is an event that begins to use the timeline.
/// </remarks>
internal sealed class PublicTypes
{
    public const string Values = "sdk/NanoEvents (values)";
    public const string Events = "sdk/NanoEvents/Internal/Events";
    public const string Client = "sdk/NanoEvents (client)";

    private const string Folder = "sdk/NanoEvents";

    private readonly Func<string, string?> _folderOf;
    private readonly ILookup<string, string> _uses;

    public PublicTypes(ModuleDefinition sdk, Func<string, string?> folderOf)
    {
        _folderOf = folderOf;

        // A folder for each type gives arrows between types.
        _uses = new CompiledArrows(type => folderOf(type) is null ? null : type).Of(sdk).ToLookup(arrow => arrow.From, arrow => arrow.To);
    }

    /// <summary>The room of a type; null for a type of somebody else.</summary>
    public string? RoomOf(string type) => _folderOf(type) is Folder ? RoomOfPublic(type) : _folderOf(type);

    private string RoomOfPublic(string type)
    {
        int highest = Highest(type, []);
        return highest < 0 ? Values : highest <= Rooms.Height(Events) ? Events : Client;
    }

    // The highest room that a public type uses, itself or through other public types; -1 for none.
    private int Highest(string type, HashSet<string> seen) => !seen.Add(type) ? -1 : _uses[type]
        .Select(used => _folderOf(used) is Folder ? Highest(used, seen) : Rooms.Height(_folderOf(used)!))
        .Where(height => height > Rooms.Height(Values))
        .DefaultIfEmpty(-1)
        .Max();
}
