using System;

namespace NanoEvents.Protocol
{
    /// <summary>
    /// Writes one batch after the other into the same buffer; allocates nothing once constructed. Call <see cref="Begin"/>, then
    /// fields, then events, then <see cref="End"/>.
    /// </summary>
    internal sealed partial class BatchWriter
    {
        // Head, source, time, kind, length and content of the longest event, and the check.
        private const int MaxEvent = 1 + 1 + 5 + 1 + 1 + 10;
        private const int CheckBytes = 2;

        private readonly byte[] _buffer = new byte[BatchFormat.MaxBytes];
        private readonly int[] _lastCelsius = new int[BatchFormat.MaxSources];

        private int _length;
        private int _ticks;
        private int _field;
        private bool _fields;
        private bool _isShort;

        /// <summary>The bytes written; the batch is the first <see cref="Length"/> of them.</summary>
        public byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>How many bytes have been written.</summary>
        public int Length
        {
            get { return _length; }
        }

        /// <summary>Whether the longest event still fits.</summary>
        public bool HasRoom
        {
            get { return _length <= BatchFormat.MaxBytes - CheckBytes - MaxEvent; }
        }

        /// <summary>Starts a batch.</summary>
        /// <param name="boot">Boot id, 24 bits.</param>
        /// <param name="sequence">Number of the first event; in a state, of the next one.</param>
        /// <param name="sealedTicks">Uptime now, in ticks.</param>
        /// <param name="state">Whether this is a state.</param>
        public void Begin(int boot, int sequence, long sealedTicks, bool state)
        {
            _isShort = false;
            PutHead((BatchFormat.MajorVersion << 4) | (state ? BatchFormat.FlagState : 0), boot, sequence);
            PutLongVarint(sealedTicks);
            _ticks = (int)sealedTicks;
        }

        /// <summary>Starts a short batch: events follow at once, and neither anchor nor fields.</summary>
        /// <param name="boot">Boot id, 24 bits.</param>
        /// <param name="sequence">Number of the first event.</param>
        /// <param name="wallTicks">The wall clock at the first event, in ticks since 1970 (40 bits).</param>
        /// <param name="uptimeTicks">The low 32 bits of the uptime at the first event, in ticks.</param>
        /// <param name="errorTicks">How far the wall clock may be off: 0 to <see cref="BatchFormat.MaxShortError"/>.</param>
        public void BeginShort(int boot, int sequence, long wallTicks, int uptimeTicks, int errorTicks)
        {
            // The code's error is the next one that is not smaller.
            int code = 0;
            while (errorTicks >> code != 0)
            {
                code++;
            }

            _isShort = true;
            PutHead((BatchFormat.ShortVersion << 4) | code, boot, sequence);
            PutWall(wallTicks);
            PutByte(uptimeTicks);
            _ticks = uptimeTicks;
        }

        /// <summary>Adds the wall clock at uptime zero, in ticks since 1970 (40 bits), and its error, in ticks.</summary>
        public void PutAnchor(long anchorTicks, int errorTicks)
        {
            _buffer[0] |= BatchFormat.FlagAnchor;
            PutWall(anchorTicks);
            PutVarint((uint)errorTicks);
        }

        /// <summary>Starts a field; its content follows, of at most 127 bytes, or 16383 if <paramref name="isLong"/>.</summary>
        public void BeginField(int id, bool isLong)
        {
            _buffer[0] |= BatchFormat.FlagFields;
            _fields = true;
            PutVarint((uint)id);

            // The length is known only at the end: one byte is reserved for it, or two if the content may be long.
            _field = isLong ? _length + 2 : _length + 1;
            _length = _field;
        }

        /// <summary>Ends a field.</summary>
        public void EndField(bool isLong)
        {
            int length = _length - _field;
            if (isLong)
            {
                _buffer[_field - 2] = (byte)(0x80 | (length & 0x7F));
                _buffer[_field - 1] = (byte)(length >> 7);
            }
            else
            {
                _buffer[_field - 1] = (byte)length;
            }
        }

        /// <summary>Ends the fields, if there are any, before the first event.</summary>
        public void EndFields()
        {
            if (_fields)
            {
                PutByte(BatchFormat.FieldEnd);
            }
        }

        /// <summary>Adds the check.</summary>
        /// <returns>The length of the batch in bytes.</returns>
        public int End()
        {
            byte[] buffer = _buffer;
            int length = _length;
            int crc = Crc16.Compute(buffer, length);
            buffer[length] = (byte)crc;
            buffer[length + 1] = (byte)(crc >> 8);
            _length = length + CheckBytes;
            return length + CheckBytes;
        }

        /// <summary>Adds one byte to a field's content.</summary>
        public void PutByte(int value)
        {
            _buffer[_length++] = (byte)value;
        }

        /// <summary>Adds an unsigned number of 32 bits to a field's content.</summary>
        public void PutVarint(uint value)
        {
            byte[] buffer = _buffer;
            int at = _length;
            while (value > 0x7F)
            {
                buffer[at++] = (byte)(value | 0x80);
                value >>= 7;
            }

            buffer[at] = (byte)value;
            _length = at + 1;
        }

        private void PutHead(int head, int boot, int sequence)
        {
            Array.Clear(_lastCelsius, 0, _lastCelsius.Length);
            _fields = false;
            byte[] buffer = _buffer;
            buffer[0] = (byte)head;
            buffer[1] = (byte)boot;
            buffer[2] = (byte)(boot >> 8);
            buffer[3] = (byte)(boot >> 16);
            _length = 4;
            PutVarint((uint)sequence);
        }

        private void PutWall(long ticks)
        {
            byte[] buffer = _buffer;
            int at = _length;
            int low = (int)ticks;
            buffer[at] = (byte)low;
            buffer[at + 1] = (byte)(low >> 8);
            buffer[at + 2] = (byte)(low >> 16);
            buffer[at + 3] = (byte)(low >> 24);
            buffer[at + 4] = (byte)(ticks >> 32);
            _length = at + 5;
        }

        private void PutLongVarint(long value)
        {
            while (value > 0x7F)
            {
                PutByte((int)value | 0x80);
                value >>= 7;
            }

            PutByte((int)value);
        }
    }
}
