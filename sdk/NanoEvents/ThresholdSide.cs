namespace NanoEvents;

/// <summary>Which limit a temperature crossed.</summary>
public enum ThresholdSide
{
    /// <summary>The lower one.</summary>
    Low,

    /// <summary>The upper one.</summary>
    High,
}
