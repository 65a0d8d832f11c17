using NanoEvents.Protocol;

namespace NanoEvents;

/// <content>Creates events: from a batch, or for the timeline.</content>
public readonly partial struct NanoEvent
{
    private NanoEvent(string? device, int boot, EventKind kind, Dated dated)
    {
        _device = device;
        BootId = boot;
        Kind = kind;
        _dated = dated;
        _source = -1;
    }

    private NanoEvent(in BatchEvent e, string? device, int boot, Dated dated, uint? sequence, string? name, KnownKinds kinds)
        : this(device, boot, e.Kind, dated)
    {
        _name = name;
        _source = (sbyte)e.Source;
        _rawKind = (byte)e.RawKind;
        _value = e.CentiValue;
        _sequence = sequence ?? 0;
        _marks = (e.Flag ? EventMarks.Flag : 0) | (sequence is null ? 0 : EventMarks.Numbered);

        if (!e.IsPlain)
        {
            _detail = (byte)e.Detail;
            _count = e.EdgeCount;
            _extent = e.Kind == EventKind.Threshold ? (uint)e.LimitValue : e.SpanTicks;
            if (!kinds.TryExplain(e, out _more))
            {
                Kind = EventKind.Unknown;
                _more = e.Content.ToArray();
            }
        }
    }

    // Temperature and motion, which nearly all events are.
    private NanoEvent(in RawEvent plain, string device, int boot, Dated dated, uint sequence, string? name)
    {
        _device = device;
        _name = name;
        _dated = dated;
        _sequence = sequence;
        _value = plain.Value;
        _source = (sbyte)plain.Source;
        _rawKind = (byte)plain.Kind;
        _marks = (plain.Flag ? EventMarks.Flag : 0) | EventMarks.Numbered;
        BootId = boot;
        Kind = (EventKind)plain.Kind;
    }

    // Boot and lost.
    private NanoEvent(string? device, int boot, EventKind kind, Dated dated, uint from, uint count, int detail, object? more)
        : this(device, boot, kind, dated)
    {
        _sequence = from;
        _count = count;
        _detail = (byte)detail;
        _more = more;
    }

    private NanoEvent(EventParts parts)
        : this(parts.Device, parts.BootId, parts.Kind, parts.Dated)
    {
        _name = parts.Name;
        _source = parts.Source;
        _rawKind = parts.Number;
        _value = parts.Value;
        _sequence = parts.Sequence ?? parts.From;
        _marks = (parts.Flag ? EventMarks.Flag : 0) | (parts.Sequence is null ? 0 : EventMarks.Numbered);
        _detail = parts.Detail;
        _count = parts.Count ?? 0;
        _extent = parts.Extent;
        _more = parts.More;
    }

    internal static NanoEvent Of(EventParts parts) => new(parts);

    internal static NanoEvent Of(in BatchEvent e, string? device, int boot, Dated dated, uint? sequence, string? name, KnownKinds kinds = default) =>
        new(e, device, boot, dated, sequence, name, kinds);

    /// <summary>A temperature or a motion.</summary>
    internal static NanoEvent OfPlain(in RawEvent plain, string device, int boot, Dated dated, uint sequence, string? name) =>
        new(plain, device, boot, dated, sequence, name);

    internal static NanoEvent OfBoot(in Batch batch, string? device, Dated dated) =>
        new(device, batch.Boot, EventKind.Boot, dated, 0, 0, batch.BootCause,
            batch.FirmwareUtf8.IsEmpty ? null : SafeText.Read(batch.FirmwareUtf8));

    internal static NanoEvent OfLoss(string? device, int boot, uint from, uint count, LossCause cause) =>
        new(device, boot, EventKind.Lost, default, from, count, (int)cause, null);

    /// <summary>The type of the sources that a kind is about; null if that is unknown.</summary>
    internal static SourceType? TypeOf(EventKind about) =>
        about == EventKind.Motion ? NanoEvents.SourceType.MotionSensor
        : IsPrivate(about) ? (SourceType)about
        : Measurement.Of(about) is not null ? NanoEvents.SourceType.Thermometer : null;

    internal static bool IsPrivate(EventKind kind) => (int)kind is >= BatchFormat.FirstPrivateMeasurement and <= BatchFormat.LastPrivate;
}
