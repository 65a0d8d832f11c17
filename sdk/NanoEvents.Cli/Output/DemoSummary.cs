using System.Globalization;

namespace NanoEvents.Cli.Output;

/// <summary>The result of a run.</summary>
/// <param name="Raised">The number of raised events: the highest sequence number.</param>
/// <param name="Delivered">How many of them reached this program.</param>
/// <param name="Lost">How many were reported lost.</param>
/// <param name="Duplicates">How many arrived twice and were dropped.</param>
/// <param name="Batches">Batches of events received.</param>
/// <param name="PayloadBytes">Their bytes.</param>
internal readonly record struct DemoSummary(long Raised, long Delivered, long Lost, long Duplicates, long Batches, long PayloadBytes)
{
    /// <summary>How many were lost by each cause; null for a run without a fault script.</summary>
    public LossCounts? LostBy { get; init; }

    /// <summary>The bytes of all other messages: states, names and status texts.</summary>
    public long OtherBytes { get; init; }

    /// <summary>Payload bytes for each event delivered; those of other messages are not in it.</summary>
    public double BytesAnEvent => Delivered == 0 ? 0 : (double)PayloadBytes / Delivered;

    /// <summary>Where all that was raised is.</summary>
    public string Balance => string.Create(CultureInfo.InvariantCulture, $"{Raised} raised = {Delivered} delivered + {Lost} lost{CausesText}{OnTheWayText}");

    /// <summary>How much was sent for it.</summary>
    public string Cost => string.Create(CultureInfo.InvariantCulture, $"{Batches} batches, {PayloadBytes} bytes, {BytesAnEvent:0.0} bytes an event; {OtherBytes} bytes of states and all else");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Balance}; {Duplicates} came twice; {Cost}");

    private string CausesText => LostBy is { } by ? string.Create(CultureInfo.InvariantCulture, $" ({by.Overflow} overflow, {by.Transit} transit, {by.Restart} restart)") : "";

    // The time at which the run was ended early; null if it was not.
    private string OnTheWayText => Raised == Delivered + Lost ? "" : string.Create(CultureInfo.InvariantCulture, $" + {Raised - Delivered - Lost} on the way");
}

/// <summary>
/// How many events were lost by each cause. The SDK does not know the count of a loss by restart; the program that runs the device does.
/// </summary>
/// <param name="Overflow">Dropped by the full ring.</param>
/// <param name="Transit">Acknowledged by a broker and never received.</param>
/// <param name="Restart">In the device's memory when its power failed.</param>
internal readonly record struct LossCounts(long Overflow, long Transit, long Restart)
{
    public long Total => Overflow + Transit + Restart;
}
