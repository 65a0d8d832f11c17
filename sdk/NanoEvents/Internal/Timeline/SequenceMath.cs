namespace NanoEvents;

/// <summary>Serial arithmetic: numbers continue with 0 after 4294967295, and "after" means within half of them.</summary>
internal static class SequenceMath
{
    /// <summary>The distance from one number to another; negative if the other comes first.</summary>
    public static int Distance(uint from, uint to) => unchecked((int)(to - from));

    /// <summary>The largest count that fits serial arithmetic. A larger distance looks like a negative one.</summary>
    public static uint Clamp(uint count) => Math.Min(count, int.MaxValue);
}
