namespace NanoEvents;

/// <summary>Serial arithmetic: numbers go on with 0 after 4294967295, and "after" means within half of them.</summary>
internal static class SequenceMath
{
    /// <summary>How far it is from one number to another; negative where the other comes first.</summary>
    public static int Distance(uint from, uint to) => unchecked((int)(to - from));

    /// <summary>A count that fits serial arithmetic; more cannot be told from less.</summary>
    public static uint Clamp(uint count) => Math.Min(count, int.MaxValue);
}
