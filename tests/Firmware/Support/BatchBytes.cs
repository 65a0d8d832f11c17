using System.Buffers.Binary;
using System.Text;

namespace NanoEvents.Firmware.Tests.Support;

/// <summary>A batch read as firmware/protocol/README.md says, and from that page alone: an independent check of what the firmware writes.</summary>
internal sealed class BatchBytes
{
    private static readonly string[] _kinds = ["temperature", "motion", "threshold", "chatter", "fault"];

    private readonly byte[] _bytes;
    private readonly int _end;
    private int _at;

    private BatchBytes(byte[] bytes)
    {
        _bytes = bytes;
        _end = bytes.Length - 2;
        Require(bytes.Length is >= 8 and <= 1024, "length");
        Require(Crc(bytes.AsSpan(0, _end)) == BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(_end)), "check");
        int head = Byte();
        if (head >> 4 == 3)
        {
            IsShort = true;
            Boot = (int)Little(3);
            Sequence = (uint)Varint(32);
            Anchor = 0;
            AnchorError = (1u << (head & 15)) - 1;
            long wall = Little(5);
            UptimeLow = Byte();
            ReadEvents(wall);
            return;
        }

        Require(head >> 4 == 1 && (head & 8) == 0, "head");
        IsState = (head & 4) != 0;
        Boot = (int)Little(3);
        Sequence = (uint)Varint(32);
        Sealed = Varint(63);
        if ((head & 1) != 0)
        {
            Anchor = Little(5);
            AnchorError = (uint)Varint(32);
        }

        if ((head & 2) != 0)
        {
            ReadFields();
        }

        ReadEvents(Sealed);
    }

    /// <summary>Whether it is in the short form; the times of its events are then those of the wall clock, as with an anchor of 0.</summary>
    public bool IsShort { get; }

    /// <summary>In the short form: the low byte of the first event's uptime.</summary>
    public int UptimeLow { get; }

    public bool IsState { get; }

    public int Boot { get; }

    public uint Sequence { get; }

    public long Sealed { get; }

    public long? Anchor { get; }

    public uint AnchorError { get; }

    public (int Cause, string Firmware)? BootField { get; private set; }

    public Dictionary<long, long> Counters { get; } = [];

    public uint Overflow { get; private set; }

    public uint Waiting { get; private set; }

    public uint Period { get; private set; }

    public List<(int Type, int Source, string Name)> Names { get; } = [];

    public List<BatchEvent> Events { get; } = [];

    public static BatchBytes Read(byte[] bytes) => new(bytes);

    private void ReadFields()
    {
        for (long id = Varint(32); id != 0; id = Varint(32))
        {
            int length = (int)Varint(32);
            int end = _at + length;
            Require(end <= _end, "a field's length");
            ReadField(id, end);
            Require(_at == end, "a field's content");
        }
    }

    private void ReadField(long id, int end)
    {
        switch (id)
        {
            case 1:
                BootField = (Byte(), Utf8(end - _at));
                break;
            case 2:
                while (_at < end)
                {
                    Counters.Add(Varint(32), Varint(32));
                }

                break;
            case 3:
                Overflow = (uint)Varint(32);
                break;
            case 4:
                Waiting = (uint)Varint(32);
                break;
            case 5:
                while (_at < end)
                {
                    Names.Add((Byte(), Byte(), Utf8(Byte())));
                }

                break;
            case 8:
                Period = (uint)Varint(32);
                break;
            default:
                throw new FormatException($"field {id} is not one that this firmware writes");
        }
    }

    private void ReadEvents(long ticks)
    {
        int[] last = new int[32];
        while (_at < _end)
        {
            int head = Byte();
            int source = ((head >> 3) & 7) == 7 ? Byte() : (head >> 3) & 7;
            ticks += ((head >> 1) & 3) switch { 0 => 0, 1 => Varint(32), 2 => -Varint(32), 3 when IsShort => 100 * Varint(32), _ => throw new FormatException("time") };
            bool flag = (head & 1) != 0;
            Require(source < 32, "source");
            Events.Add((head >> 6) switch
            {
                0 => new BatchEvent("temperature", source, false, ticks, last[source] += flag ? -(int)Varint(32) : (int)Varint(32)),
                1 => new BatchEvent("motion", source, flag, ticks),
                3 => Extended(source, flag, ticks),
                _ => throw new FormatException("kind"),
            });
        }

        Require(Events.Count <= 64, "more than 64 events");
    }

    private BatchEvent Extended(int source, bool flag, long ticks)
    {
        int kind = Byte();
        int length = Byte();
        int end = _at + length;
        BatchEvent read = kind switch
        {
            2 => new BatchEvent(_kinds[2], source, flag, ticks, Zigzag(), Limit: Zigzag(), Side: Byte()),
            3 => new BatchEvent(_kinds[3], source, flag, ticks, Count: (uint)Varint(32), Lasted: (uint)Varint(32)),
            4 => new BatchEvent(_kinds[4], source, flag, ticks, Reason: Byte()),
            6 => new BatchEvent("humidity", source, flag, ticks, Zigzag()),
            7 => new BatchEvent("pressure", source, flag, ticks, Zigzag()),
            _ => throw new FormatException($"kind {kind}"),
        };
        Require(_at == end, "an event's length");
        return read;
    }

    private int Byte()
    {
        Require(_at < _end, "the end is early");
        return _bytes[_at++];
    }

    private long Little(int bytes) => bytes == 0 ? 0 : (uint)Byte() + (Little(bytes - 1) << 8);

    private string Utf8(int length) => Encoding.UTF8.GetString(_bytes, (_at += length) - length, length);

    private long Varint(int bits)
    {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            int part = Byte();
            value |= (long)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                Require(bits == 63 || (shift < 35 && value <= uint.MaxValue), "a number of 32 bits");
                return value;
            }
        }

        throw new FormatException("a number has too many bytes");
    }

    private int Zigzag()
    {
        long value = Varint(32);
        return (int)((value & 1) == 0 ? value / 2 : -(value + 1) / 2);
    }

    private static int Crc(ReadOnlySpan<byte> bytes)
    {
        int crc = 0xFFFF;
        foreach (byte b in bytes)
        {
            for (int bit = 7; bit >= 0; bit--)
            {
                int carry = ((crc >> 15) & 1) ^ ((b >> bit) & 1);
                crc = ((crc << 1) & 0xFFFF) ^ (carry * 0x1021);
            }
        }

        return crc;
    }

    private static void Require(bool isRight, string what)
    {
        if (!isRight)
        {
            throw new FormatException(what);
        }
    }
}
