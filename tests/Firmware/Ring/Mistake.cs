namespace NanoEvents.Firmware.Tests.Ring;

/// <summary>What a <see cref="MistakenRing"/> does wrong.</summary>
public enum Mistake
{
    None,
    DropsTheNewest,
    ForgetsADrop,
    AnnouncesNoOverflow,
    CountsOneLessWhenFull,
    ComparesNumbers,
    RefillsTheOutbox,
    KeepsTheOutbox,
    ForgetsAnAcknowledgement,
    TakesMoreThanAskedFor,
    MixesUpTimes,
    TurnsTheOrder,
    ShowsNoOldest,
    IsNeverUrgent,
}
