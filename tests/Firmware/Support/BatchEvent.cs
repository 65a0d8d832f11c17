namespace NanoEvents.Firmware.Tests.Support;

/// <summary>An event as it stands in a batch; times are uptimes in ticks.</summary>
internal readonly record struct BatchEvent(
    string Kind,
    int Source,
    bool Flag,
    long Ticks,
    int Centi = 0,
    int Limit = 0,
    int Side = 0,
    uint Count = 0,
    uint Lasted = 0,
    int Reason = 0)
{
    public static BatchEvent Temperature(int source, long ticks, int centi) => new("temperature", source, false, ticks, centi);

    public static BatchEvent Motion(int source, long ticks, bool moving) => new("motion", source, moving, ticks);

    public static BatchEvent Threshold(int source, long ticks, bool entered, int centi, int limit, int side) =>
        new("threshold", source, entered, ticks, centi, Limit: limit, Side: side);

    public static BatchEvent Chatter(int source, long ticks, uint count, uint lasted) => new("chatter", source, false, ticks, Count: count, Lasted: lasted);

    public static BatchEvent Fault(int source, long ticks, bool began, int reason) => new("fault", source, began, ticks, Reason: reason);

    public static BatchEvent Measurement(EventKind kind, int source, long ticks, int centi) =>
        new(kind.ToString().ToLowerInvariant(), source, false, ticks, centi);
}
