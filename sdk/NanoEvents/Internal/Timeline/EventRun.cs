using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>
/// The events of one batch on their way out. Each becomes a <see cref="NanoEvent"/> when it is taken, so it is written once, where it is wanted. A run is filled
/// again for a later batch.
/// </summary>
internal sealed class EventRun
{
    private readonly RawEvent[] _events = new RawEvent[BatchFormat.MaxEvents];
    private ReadOnlyMemory<byte> _payload;
    private EventDating _dating;
    private KnownKinds _kinds;
    private SourceNames? _names;
    private string _device = "";
    private int _boot;
    private uint _first;
    private int _at;
    private int _end;

    /// <summary>How many events are left.</summary>
    public int Left => _end - _at;

    /// <summary>Takes in the events of a batch.</summary>
    /// <param name="device">The device.</param>
    /// <param name="payload">The bytes of the batch, which must not change.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="from">How many events at its beginning are left out.</param>
    /// <param name="dating">How its events are dated.</param>
    /// <param name="names">The names of the boot's sources; null where none have come.</param>
    /// <param name="kinds">The private kinds.</param>
    public void Fill(string device, ReadOnlyMemory<byte> payload, in Batch batch, int from, in EventDating dating, SourceNames? names, in KnownKinds kinds)
    {
        batch.Events.CopyTo(_events);
        _payload = payload;
        _dating = dating;
        _kinds = kinds;
        _names = names;
        _device = device;
        _boot = batch.Boot;
        _first = batch.Sequence;
        (_at, _end) = (from, batch.EventCount);
    }

    /// <summary>Takes the next event; false if all have been taken.</summary>
    public bool TryTake(out NanoEvent e)
    {
        if (_at >= _end)
        {
            e = default;
            return false;
        }

        ref readonly RawEvent raw = ref _events[_at];
        e = raw.IsPlain
            ? NanoEvent.OfPlain(raw, _device, _boot, _dating.At(raw.Ticks), _first + (uint)_at, _names?.Of(raw.Kind, raw.Source))
            : Other(raw);
        _at++;
        return true;
    }

    private NanoEvent Other(in RawEvent raw)
    {
        var sent = new BatchEvent(in raw, _at, _payload.Span);
        return NanoEvent.Of(sent, _device, _boot, _dating.At(raw.Ticks), _first + (uint)_at, _names?.Of(sent.About, raw.Source), _kinds);
    }
}
