namespace NanoEvents.Firmware.Tests.Configuration;

/// <summary>What stands behind the last byte that was written when the power went.</summary>
public enum CutKind
{
    Short,
    OldBehind,
    ErasedBehind,
    ZeroBehind,
    Gone,
}
