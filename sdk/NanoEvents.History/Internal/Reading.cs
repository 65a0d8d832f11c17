namespace NanoEvents.History;

/// <summary>A value or a state of a source, as the file has it.</summary>
/// <param name="Time">Milliseconds since 1970.</param>
/// <param name="Boot">The boot.</param>
/// <param name="Sequence">The number in the boot.</param>
/// <param name="Value">The value in the measurement's steps; 1 for on, 0 for off.</param>
internal readonly record struct Reading(long Time, int Boot, uint Sequence, int Value)
{
    /// <summary>Whether an event is a reading: a change of a value or a state with number and time. All others are records.</summary>
    public static bool IsReading(in NanoEvent e) => e is { Time: not null, Sequence: not null, Source: not null } && IsReading(e.Kind) && (e.Kind == EventKind.Motion || e.Measurement is not null || e.Condition is not null);

    public static Reading Of(in NanoEvent e) => new(Times.Of(e.Time!.Value), e.BootId, e.Sequence!.Value, e.Moving is { } moving ? Number(moving) : e.On is { } on ? Number(on) : e.RawValue);

    /// <summary>Whether events of a kind say that something is on or off.</summary>
    public static bool IsState(EventKind kind) => kind == EventKind.Motion || ReferenceEquals(KindTable.Of(kind), KindTable.PrivateCondition);

    private static bool IsReading(EventKind kind) => kind == EventKind.Motion || Measurement.Of(kind) is not null || NanoEvent.IsPrivate(kind);

    private static int Number(bool on) => on ? 1 : 0;
}
