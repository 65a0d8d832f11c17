namespace NanoEvents;

/// <summary>One event of a batch as it was sent: raw numbers, no dates. Lives as long as the payload that it was read from.</summary>
public readonly ref struct BatchEvent
{
    /// <summary>The kind; <see cref="EventKind.Unknown"/> where this version does not know <see cref="RawKind"/>.</summary>
    public EventKind Kind { get; internal init; }

    /// <summary>The kind's number in the format.</summary>
    public int RawKind { get; internal init; }

    /// <summary>The source, 0 to 31.</summary>
    public int Source { get; internal init; }

    /// <summary>The flag: moving, entered or began, as the kind has it; for a temperature, that it fell.</summary>
    public bool Flag { get; internal init; }

    /// <summary>The place in the batch, from 0. The event's number is the batch's sequence plus this.</summary>
    public int Index { get; internal init; }

    /// <summary>The uptime at which it happened, in ticks of 10 ms.</summary>
    public long UptimeTicks { get; internal init; }

    /// <summary>Temperature, threshold and measurements: hundredths of the kind's unit.</summary>
    public int CentiValue { get; internal init; }

    /// <summary>Temperature and threshold: hundredths of a °C.</summary>
    public int CentiCelsius => Kind is EventKind.Temperature or EventKind.Threshold ? CentiValue : 0;

    /// <summary>Threshold: the limit in hundredths of a °C.</summary>
    public int LimitCentiCelsius { get; internal init; }

    /// <summary>Threshold: 0 low, 1 high. Fault: the reason. Otherwise 0.</summary>
    public int Detail { get; internal init; }

    /// <summary>Chatter: how many edges.</summary>
    public uint EdgeCount { get; internal init; }

    /// <summary>Chatter: ticks from the first edge to the last; <see cref="UptimeTicks"/> is the last.</summary>
    public uint SpanTicks { get; internal init; }

    /// <summary>The bytes of an extended kind, as they were sent; empty for temperature and motion.</summary>
    public ReadOnlySpan<byte> Content { get; internal init; }
}
