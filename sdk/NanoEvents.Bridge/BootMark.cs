using System.Globalization;

namespace NanoEvents.Bridge;

/// <summary>How far a target has the events of one boot of a device: its last record of that boot.</summary>
/// <param name="Device">The device.</param>
/// <param name="BootId">The boot.</param>
/// <param name="Sequence">The last number that the target has, delivered or lost; 0 if it only has the start of the device.</param>
/// <param name="IsOver">Whether the target has the loss that ended the boot: the one without a count, of cause restart.</param>
/// <remarks>As text it is <c>device:boot:sequence</c>, followed by <c>:over</c> if the boot is over.</remarks>
public readonly record struct BootMark(string Device, int BootId, uint Sequence, bool IsOver)
{
    private const string Over = ":over";

    /// <summary>Where a reader continues.</summary>
    public Checkpoint Checkpoint => new(Device, BootId, Sequence);

    /// <summary>The mark that a record leaves.</summary>
    /// <param name="e">The event that was written last.</param>
    public static BootMark Of(in NanoEvent e)
    {
        Checkpoint checkpoint = e.Checkpoint;
        return new BootMark(checkpoint.Device, checkpoint.BootId, checkpoint.Sequence, e is { Kind: EventKind.Lost, Count: null });
    }

    /// <summary>Reads the text of a mark.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mark">The mark.</param>
    /// <returns>Whether the text is that of a mark.</returns>
    public static bool TryParse(string? text, out BootMark mark)
    {
        bool isOver = text?.EndsWith(Over, StringComparison.Ordinal) ?? false;
        bool isMark = Checkpoint.TryParse(isOver ? text![..^Over.Length] : text, out Checkpoint checkpoint);
        mark = isMark ? new BootMark(checkpoint.Device, checkpoint.BootId, checkpoint.Sequence, isOver) : default;
        return isMark;
    }

    /// <summary>Whether the target has this event already.</summary>
    /// <param name="e">An event of the same device and boot.</param>
    public bool Covers(in NanoEvent e) => e is { Kind: EventKind.Lost, Count: null }
        ? IsOver
        : e.Checkpoint.Sequence <= Sequence;

    /// <summary>The text of the mark.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Checkpoint}{(IsOver ? Over : "")}");
}
