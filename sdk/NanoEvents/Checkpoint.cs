using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NanoEvents;

/// <summary>
/// The last event of a device that was handled. Store it with your own data, and pass it to <see cref="EventClientOptions.Checkpoints"/> or
/// <see cref="EventFilter.After"/> on the next run. Then you do not get events again that you have handled.
/// </summary>
/// <param name="Device">The device.</param>
/// <param name="BootId">The boot to which the sequence number belongs.</param>
/// <param name="Sequence">The last number that was handled; 0 if only the start of the device was handled.</param>
/// <remarks>
/// Every event has one (<see cref="NanoEvent.Checkpoint"/>). A loss by restart has no number, and its checkpoint is that of the event before it. If
/// your program ends right after such a loss, the next run gets the loss again.
/// <para>
/// As text it is <c>device:boot:sequence</c>, such as <c>hall:45057:42</c>, or <c>site1/hall:45057:42</c> under a topic prefix.
/// <see cref="ToString"/> writes this text, and <see cref="Parse(string)"/> reads it. It is the same in every culture.
/// </para>
/// </remarks>
public readonly record struct Checkpoint(string Device, int BootId, uint Sequence) : ISpanParsable<Checkpoint>
{
    private const char Separator = ':';

    /// <summary>Reads the text of a checkpoint.</summary>
    /// <param name="s">The text.</param>
    /// <exception cref="FormatException">The text is not that of a checkpoint.</exception>
    public static Checkpoint Parse(string s) => Parse(s, null);

    /// <summary>Reads the text of a checkpoint.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <exception cref="FormatException">The text is not that of a checkpoint.</exception>
    public static Checkpoint Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <summary>Reads the text of a checkpoint.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <exception cref="FormatException">The text is not that of a checkpoint.</exception>
    public static Checkpoint Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => TryParse(s, provider, out Checkpoint checkpoint)
        ? checkpoint
        : throw new FormatException("A checkpoint is device:boot:sequence, such as hall:45057:42.");

    /// <summary>Reads the text of a checkpoint.</summary>
    /// <param name="s">The text.</param>
    /// <param name="result">The checkpoint.</param>
    /// <returns>Whether the text is that of a checkpoint.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, out Checkpoint result) => TryParse(s.AsSpan(), null, out result);

    /// <summary>Reads the text of a checkpoint.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The checkpoint.</param>
    /// <returns>Whether the text is that of a checkpoint.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Checkpoint result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <summary>Reads the text of a checkpoint.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The checkpoint.</param>
    /// <returns>Whether the text is that of a checkpoint.</returns>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Checkpoint result)
    {
        result = default;
        int second = s.LastIndexOf(Separator);
        int first = second < 0 ? -1 : s[..second].LastIndexOf(Separator);
        if (first < 0 || s[first + 1] == '+')
        {
            return false;
        }

        string device = s[..first].ToString();
        if (!DeviceName.IsValidUnderPrefix(device)
            || !int.TryParse(s[(first + 1)..second], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int boot)
            || !uint.TryParse(s[(second + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out uint sequence))
        {
            return false;
        }

        result = new Checkpoint(device, boot, sequence);
        return true;
    }

    /// <summary>The text of the checkpoint: <c>device:boot:sequence</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Device}{Separator}{BootId}{Separator}{Sequence}");
}
