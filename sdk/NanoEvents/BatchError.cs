namespace NanoEvents;

/// <summary>Why a batch was refused, and at which byte.</summary>
/// <param name="Fault">The kind of mistake; <see cref="BatchFault.None"/> if the batch was read.</param>
/// <param name="Offset">The position of the wrong byte, from 0.</param>
public readonly record struct BatchError(BatchFault Fault, int Offset)
{
    /// <summary>One line for people: what and where.</summary>
    public string Message => Fault switch
    {
        BatchFault.None => "no error",
        BatchFault.TooShort => $"{Offset} bytes are too few: a batch has at least 8",
        BatchFault.TooLong => "too many bytes: a batch has at most 1024",
        BatchFault.UnknownVersion => "not a batch of format version 1 or 3: a newer device, or no batch at all",
        BatchFault.BadCheck => "the check does not fit: bytes were damaged or cut off",
        BatchFault.WrongTopic => "a state on the topic of events, or the other way round",
        BatchFault.ImpossibleNumber => "a sequence number that no device can have reached in the uptime that has passed: somebody else sends in its name",
        _ => $"{What(Fault)} at byte {Offset}",
    };

    /// <inheritdoc/>
    public override string ToString() => Message;

    private static string What(BatchFault fault) => fault switch
    {
        BatchFault.ReservedFlag => "head flag 8 is set",
        BatchFault.Truncated => "the bytes end too early",
        BatchFault.NumberTooLarge => "a number is too large",
        BatchFault.BadFieldId => "a field has the id 0",
        BatchFault.RepeatedField => "a field comes twice",
        BatchFault.BadFieldContent => "the content of a field is not of its form",
        BatchFault.TooManyEvents => "more than 64 events",
        BatchFault.BadKind => "a kind that cannot be",
        BatchFault.BadTime => "a time that cannot be",
        BatchFault.BadSource => "a source above 31",
        BatchFault.BadTemperature => "a temperature that cannot be",
        _ => fault.ToString(),
    };
}
