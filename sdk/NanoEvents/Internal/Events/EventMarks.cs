namespace NanoEvents;

/// <summary>The flags of an event, in one byte.</summary>
[Flags]
internal enum EventMarks : byte
{
    None = 0,
    Flag = 1,
    Numbered = 2,
}
