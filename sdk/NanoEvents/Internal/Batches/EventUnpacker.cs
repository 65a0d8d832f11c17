using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>Unpacks the events of a batch, and checks each, in one walk.</summary>
/// <param name="body">The batch without its check.</param>
/// <param name="at">Where the events begin.</param>
/// <param name="fromTicks">From where their times count.</param>
/// <param name="lastTimeCode">The highest code of a time that the form of the batch has.</param>
/// <param name="room">Takes the events.</param>
internal ref struct EventUnpacker(ReadOnlySpan<byte> body, int at, long fromTicks, int lastTimeCode, Span<RawEvent> room)
{
    // Head, time and value of two bytes each.
    private const int MaxCommon = 5;

    // Whether the two bytes after the head end their numbers.
    private const uint OneByteEach = 0x00808000;

    private const byte HasTime = 1;
    private const byte HasValue = 2;
    private const byte IsRare = 4;

    private const uint Steps = 1 << (BatchFormat.TimeLater * 8) | 0xFFu << (BatchFormat.TimeEarlier * 8) | (uint)BatchFormat.TicksPerSecond << (BatchFormat.TimeSeconds * 8);

    // More than all numbers of two bytes in a batch together, in the form that has steps of seconds, and in the other one.
    private const long FarInSeconds = (BatchFormat.MaxEvents << 14) * BatchFormat.TicksPerSecond;
    private const long FarInTicks = BatchFormat.MaxEvents << 14;

    // By head byte, for each form of a batch: what follows.
    private static readonly byte[] _formsOfLong = MakeForms(BatchFormat.TimeEarlier);
    private static readonly byte[] _formsOfShort = MakeForms(BatchFormat.TimeSeconds);

    private readonly ReadOnlySpan<byte> _body = body;
    private readonly Span<RawEvent> _room = room;
    private ByteCursor _in = new(body, at);
    private LastValues _last;
    private long _ticks = fromTicks;

    // Whether all sums are far from what they cannot hold.
    private bool _isFar = IsFar(fromTicks, lastTimeCode);

    public int Count { get; private set; }

    public readonly int At => _in.At;

    public readonly BatchFault Fault => _in.Fault;

    /// <summary>Unpacks all events. False if <see cref="Fault"/> says why not.</summary>
    public bool TryAll()
    {
        while (true)
        {
            if (_isFar)
            {
                UnpackCommon();
            }

            if (_in.AtEnd)
            {
                return true;
            }

            if (Count >= _room.Length)
            {
                return _in.Fail(BatchFault.TooManyEvents);
            }

            if (!TryAny())
            {
                return false;
            }
        }
    }

    private static bool IsFar(long ticks, int lastTimeCode) =>
        ticks >= (lastTimeCode == BatchFormat.TimeSeconds ? FarInSeconds : FarInTicks) && ticks <= long.MaxValue - FarInSeconds;

    // Nearly all events: temperature or motion, a source below 7, numbers of one or two bytes. It stops before the first event that is not one of these, and
    // before each mistake: TryAny handles them. It exists only for speed, and so everything is in locals. Numbers of two bytes cannot overflow sums that are far
    // from both ends.
    private void UnpackCommon()
    {
        ReadOnlySpan<byte> forms = lastTimeCode == BatchFormat.TimeSeconds ? _formsOfShort : _formsOfLong;
        ReadOnlySpan<byte> body = _body;
        Span<RawEvent> room = _room;
        Span<int> last = _last;
        long ticks = _ticks;
        int at = _in.At;
        int count = Count;
        while (at <= body.Length - MaxCommon && (uint)count < (uint)room.Length)
        {
            uint four = BinaryPrimitives.ReadUInt32LittleEndian(body[at..]);
            int head = (byte)four;
            int form = forms[head];
            int delta = (byte)(four >> 8);
            int moved = (byte)(four >> 16);
            int next = at + 3;
            if (form != HasTime + HasValue || (four & OneByteEach) != 0)
            {
                next = at + 1;
                delta = (form & HasTime) != 0 ? ShortNumber(body, ref next) : 0;
                moved = (form & HasValue) != 0 ? ShortNumber(body, ref next) : 0;
                if (form == IsRare || (delta | moved) < 0)
                {
                    break;
                }
            }

            int source = (head >> 3) & 7;
            int value = 0;
            if (head < 0x40)
            {
                value = (head & 1) == 0 ? last[source] + moved : last[source] - moved;
                last[source] = value;
            }

            ticks += (long)delta * StepOf((head >> 1) & 3);
            room[count++] = new RawEvent(ticks, RawEvent.Pack(head >> 6, source, head & 1, value));
            at = next;
        }

        _ticks = ticks;
        Count = count;
        _in.Skip(at - _in.At);
    }

    // The ticks of one step: a byte for each code of a time.
    private static int StepOf(int timeCode) => (sbyte)(Steps >> (timeCode << 3));

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

    private static byte[] MakeForms(int lastTimeCode)
    {
        var forms = new byte[256];
        for (int head = 0; head < forms.Length; head++)
        {
            int time = (head >> 1) & 3;
            bool isCommon = head < 0x80 && ((head >> 3) & 7) != BatchFormat.SourceFollows && time <= lastTimeCode;
            forms[head] = (byte)(!isCommon ? IsRare : (time == BatchFormat.TimeSame ? 0 : HasTime) + (head < 0x40 ? HasValue : 0));
        }

        return forms;
    }

    private bool TryAny()
    {
        _in.TryByte(out int head);
        int kind = head >> 6;
        int flag = head & 1;
        int value = 0;
        int content = 0;
        bool isRaw = false;
        if (!TrySource((head >> 3) & 7, out int source) || !TryTime((head >> 1) & 3))
        {
            return false;
        }

        bool isRight = kind switch
        {
            0 => TryTemperature(source, flag != 0, out value),
            1 => true,
            BatchFormat.KindCodeExtended => TryExtended(out kind, out value, out content, out isRaw),
            _ => _in.Fail(BatchFault.BadKind),
        };
        if (isRight)
        {
            _isFar = _isFar && IsFar(_ticks, lastTimeCode) && value is > -(1 << 30) and < 1 << 30;
            _room[Count++] = new RawEvent(_ticks, RawEvent.Pack(kind, source, flag, value, content, isRaw));
        }

        return isRight;
    }

    private bool TrySource(int code, out int source)
    {
        source = code;
        return code != BatchFormat.SourceFollows
            || (_in.TryByte(out source) && (source < BatchFormat.MaxSources || _in.Fail(BatchFault.BadSource)));
    }

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
        return (code <= lastTimeCode && _ticks >= 0) || _in.Fail(BatchFault.BadTime);
    }

    private bool TryTemperature(int source, bool isLess, out int value)
    {
        value = 0;
        if (!_in.TryVarint(out uint moved))
        {
            return false;
        }

        long sum = isLess ? (long)_last[source] - moved : (long)_last[source] + moved;
        value = (int)sum;
        _last[source] = value;
        return value == sum || _in.Fail(BatchFault.BadTemperature);
    }

    private bool TryExtended(out int kind, out int value, out int content, out bool isRaw)
    {
        value = 0;
        content = 0;
        isRaw = false;
        if (!_in.TryByte(out kind) || !_in.TryByte(out int length))
        {
            return false;
        }

        content = _in.At;
        if (!_in.TrySlice((uint)length, out ReadOnlySpan<byte> bytes))
        {
            return false;
        }

        // The length says where the next event begins: one that is not understood costs the others nothing.
        isRaw = !EventContent.TryCheck(kind, bytes, out value);
        return true;
    }

    [InlineArray(BatchFormat.MaxSources)]
    private struct LastValues
    {
        private int _first;
    }
}
