namespace NanoEvents.Firmware.Checks.Folders;

/// <summary>A type of one folder uses a type of another.</summary>
internal sealed record Arrow(string From, string To, string FromType, string ToType)
{
    /// <summary>Whether it points at a folder that stands above its own.</summary>
    public bool IsUpwards => Rooms.Height(To) > Rooms.Height(From);

    public override string ToString() => $"{From} → {To} ({FromType} uses {ToType})";
}
