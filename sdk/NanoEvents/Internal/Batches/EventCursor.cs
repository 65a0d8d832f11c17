using System.Runtime.CompilerServices;
using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>Walks over the events of a batch: once to check them all, and again for each reader.</summary>
internal ref struct EventCursor(ReadOnlySpan<byte> bytes, int at, long fromTicks, bool isShort)
{
    // Head, time and value of two bytes each.
    private const int MaxShortForm = 5;

    private ByteCursor _in = new(bytes, at);
    private LastCelsius _last;
    private long _ticks = fromTicks;
    private readonly int _lastTimeCode = isShort ? BatchFormat.TimeSeconds : BatchFormat.TimeEarlier;
    private int _index = -1;

    private int _kind;
    private int _source;
    private bool _flag;
    private int _value;
    private ReadOnlySpan<byte> _content;
    private bool _isRaw;

    public readonly int At => _in.At;

    public readonly BatchFault Fault => _in.Fault;

    public readonly int Count => _index + 1;

    public readonly BatchEvent Current => new(_kind, _source, _flag, _index, _ticks, _value, _content, _isRaw);

    /// <summary>Reads the next event. False at the end, and if <see cref="Fault"/> is set.</summary>
    public bool TryNext()
    {
        if (_in.AtEnd)
        {
            return false;
        }

        if (++_index >= BatchFormat.MaxEvents)
        {
            return _in.Fail(BatchFault.TooManyEvents);
        }

        _content = default;
        _isRaw = false;
        return TryShortForm() || TryAnyForm();
    }

    // Nearly all events: temperature or motion, a source below 7, numbers of one or two bytes. TryAnyForm handles everything else, and all mistakes;
    // this method changes nothing then. This method exists only for speed.
    private bool TryShortForm()
    {
        ReadOnlySpan<byte> bytes = _in.Rest;
        if (bytes.Length < MaxShortForm || bytes[0] >= 0x80)
        {
            return false;
        }

        int head = bytes[0];
        int source = (head >> 3) & 7;
        int time = (head >> 1) & 3;
        int at = 1;
        int delta = time == BatchFormat.TimeSame ? 0 : ShortNumber(bytes, ref at);
        int moved = head < 0x40 ? ShortNumber(bytes, ref at) : 0;
        long ticks = _ticks + ((long)delta * StepOf(time));
        int value = (head & 1) == 0 ? _last[source] + moved : _last[source] - moved;

        // A sum outside of the middle half of 32 bits may have overflowed. That is rare, so the slow way checks it again.
        if (source == BatchFormat.SourceFollows || time > _lastTimeCode || (delta | moved) < 0 || ticks < 0
            || (uint)(value + (1 << 30)) >= 1u << 31)
        {
            return false;
        }

        _kind = head >> 6;
        _source = source;
        _flag = (head & 1) != 0;
        _ticks = ticks;
        _value = head < 0x40 ? value : 0;
        if (head < 0x40)
        {
            _last[source] = value;
        }

        _in.Skip(at);
        return true;
    }

    // The ticks of one step.
    private static int StepOf(int timeCode) => timeCode switch
    {
        BatchFormat.TimeEarlier => -1,
        BatchFormat.TimeSeconds => BatchFormat.TicksPerSecond,
        _ => 1,
    };

    // -1 if the number has more than two bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ShortNumber(ReadOnlySpan<byte> bytes, ref int at)
    {
        int low = bytes[at++];
        if (low < 0x80)
        {
            return low;
        }

        int high = bytes[at++];
        return high < 0x80 ? (low & 0x7F) | (high << 7) : -1;
    }

    private bool TryAnyForm()
    {
        _in.TryByte(out int head);
        _flag = (head & 1) != 0;
        _kind = head >> 6;
        return TrySource((head >> 3) & 7) && TryTime((head >> 1) & 3) && TryValue();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TrySource(int source)
    {
        _source = source;
        if (source != BatchFormat.SourceFollows)
        {
            return true;
        }

        return _in.TryByte(out _source) && (_source < BatchFormat.MaxSources || _in.Fail(BatchFault.BadSource));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTime(int code)
    {
        if (code == BatchFormat.TimeSame)
        {
            return true;
        }

        if (!_in.TryVarint(out uint delta))
        {
            return false;
        }

        // Beyond 63 bits the sum turns negative: one check for both ends.
        _ticks = unchecked(_ticks + (delta * (long)StepOf(code)));
        return (code <= _lastTimeCode && _ticks >= 0) || _in.Fail(BatchFault.BadTime);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryValue()
    {
        if (_kind == 0)
        {
            return TryTemperature();
        }

        if (_kind == 1)
        {
            _value = 0;
            return true;
        }

        return TryExtended();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTemperature()
    {
        if (!_in.TryVarint(out uint moved))
        {
            return false;
        }

        long value = _flag ? (long)_last[_source] - moved : (long)_last[_source] + moved;
        _value = (int)value;
        _last[_source] = _value;
        return _value == value || _in.Fail(BatchFault.BadTemperature);
    }

    private bool TryExtended()
    {
        if (_kind != BatchFormat.KindCodeExtended)
        {
            return _in.Fail(BatchFault.BadKind);
        }

        if (!_in.TryByte(out _kind) || !_in.TryByte(out int length) || !_in.TrySlice((uint)length, out _content))
        {
            return false;
        }

        // The length says where the next event begins: one that is not understood costs the others nothing.
        _isRaw = !EventContent.TryCheck(_kind, _content, out _value);
        return true;
    }

    [InlineArray(BatchFormat.MaxSources)]
    private struct LastCelsius
    {
        private int _first;
    }
}
