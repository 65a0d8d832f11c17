using System;

namespace NanoEvents.Protocol
{
    /// <summary>
    /// Writes one batch after the other into the same buffer; allocates nothing once constructed. Call <see cref="Begin"/>, then
    /// fields, then events, then <see cref="End"/>.
    /// </summary>
    internal sealed class BatchWriter
    {
        // Head, source, time, kind, length and content of the longest event, and the check.
        private const int MaxEvent = 1 + 1 + 5 + 1 + 1 + 10;
        private const int CheckBytes = 2;

        private readonly byte[] _buffer = new byte[BatchFormat.MaxBytes];
        private readonly int[] _lastCelsius = new int[BatchFormat.MaxSources];
        private readonly Crc16 _crc = new Crc16();

        private int _length;
        private int _ticks;
        private int _field;
        private bool _fields;

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
            Array.Clear(_lastCelsius, 0, _lastCelsius.Length);
            _fields = false;
            byte[] buffer = _buffer;
            buffer[0] = (byte)((BatchFormat.MajorVersion << 4) | (state ? BatchFormat.FlagState : 0));
            buffer[1] = (byte)boot;
            buffer[2] = (byte)(boot >> 8);
            buffer[3] = (byte)(boot >> 16);
            _length = 4;
            PutVarint((uint)sequence);
            PutLongVarint(sealedTicks);
            _ticks = (int)sealedTicks;
        }

        /// <summary>Adds the wall clock at uptime zero, in ticks since 1970 (40 bits), and its error, in ticks.</summary>
        public void PutAnchor(long anchorTicks, int errorTicks)
        {
            _buffer[0] |= BatchFormat.FlagAnchor;
            byte[] buffer = _buffer;
            int at = _length;
            int low = (int)anchorTicks;
            buffer[at] = (byte)low;
            buffer[at + 1] = (byte)(low >> 8);
            buffer[at + 2] = (byte)(low >> 16);
            buffer[at + 3] = (byte)(low >> 24);
            buffer[at + 4] = (byte)(anchorTicks >> 32);
            _length = at + 5;
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

        /// <summary>Adds an event; see <see cref="EventWord"/> for <paramref name="word"/> and <paramref name="value"/>.</summary>
        /// <param name="word">Kind, source, flag and detail.</param>
        /// <param name="ticks">The low 32 bits of the event's uptime, in ticks.</param>
        /// <param name="value">The value.</param>
        public void PutEvent(int word, int ticks, int value)
        {
            EventKind kind = EventWord.Kind(word);
            if (kind == EventKind.Temperature)
            {
                int source = EventWord.Source(word);
                int moved = value - _lastCelsius[source];
                _lastCelsius[source] = value;
                PutHead((int)kind, source, moved < 0, ticks);
                PutVarint((uint)(moved < 0 ? -moved : moved));
            }
            else if (kind == EventKind.Motion)
            {
                PutHead((int)kind, EventWord.Source(word), EventWord.Flag(word), ticks);
            }
            else
            {
                PutExtended(kind, word, ticks, value);
            }
        }

        /// <summary>Adds an event of any extended kind, with content of at most 10 bytes.</summary>
        public void PutRaw(int kind, int source, bool flag, int ticks, byte[] content)
        {
            PutHead(BatchFormat.KindCodeExtended, source, flag, ticks);
            PutByte(kind);
            PutByte(content.Length);
            for (int i = 0; i < content.Length; i++)
            {
                PutByte(content[i]);
            }
        }

        /// <summary>Adds the check.</summary>
        /// <returns>The length of the batch in bytes.</returns>
        public int End()
        {
            int crc = _crc.Compute(_buffer, _length);
            PutByte(crc);
            PutByte(crc >> 8);
            return _length;
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

        private void PutExtended(EventKind kind, int word, int ticks, int value)
        {
            PutHead(BatchFormat.KindCodeExtended, EventWord.Source(word), EventWord.Flag(word), ticks);
            PutByte((int)kind);
            int content = ++_length;
            PutContent(kind, word, value);
            _buffer[content - 1] = (byte)(_length - content);
        }

        private void PutContent(EventKind kind, int word, int value)
        {
            switch ((int)kind)
            {
                case (int)EventKind.Threshold:
                    PutZigzag(EventWord.ThresholdCelsius(value));
                    PutZigzag(EventWord.ThresholdLimit(value));
                    PutByte(EventWord.Detail(word));
                    break;
                case (int)EventKind.Chatter:
                    PutVarint((uint)value);
                    PutVarint((uint)EventWord.Detail(word));
                    break;
                case (int)EventKind.Fault:
                    PutByte(EventWord.Detail(word));
                    break;
                case BatchFormat.KindLimit:
                    PutByte(EventWord.About(word));
                    PutZigzag(EventWord.Steps(value));
                    PutZigzag(EventWord.LimitSteps(word, value));
                    PutByte(EventWord.LimitSide(word));
                    break;
                case BatchFormat.KindSensorFault:
                    PutByte(EventWord.About(word));
                    PutByte(EventWord.BesideAbout(word));
                    break;
                case BatchFormat.KindStateChatter:
                    PutByte(EventWord.About(word));
                    PutVarint((uint)value);
                    PutVarint((uint)EventWord.BesideAbout(word));
                    break;
                default:
                    if (!BatchFormat.IsPrivateState((int)kind))
                    {
                        PutZigzag(value);
                    }

                    break;
            }
        }

        private void PutHead(int kindCode, int source, bool flag, int ticks)
        {
            // Unchecked on purpose: both are the low halves of uptimes, and their difference is right across the wrap.
            int later = unchecked(ticks - _ticks);
            _ticks = ticks;
            int time = later == 0 ? BatchFormat.TimeSame : later > 0 ? BatchFormat.TimeLater : BatchFormat.TimeEarlier;
            byte[] buffer = _buffer;
            int at = _length;
            if (source < BatchFormat.SourceFollows)
            {
                buffer[at++] = (byte)((kindCode << 6) | (source << 3) | (time << 1) | (flag ? 1 : 0));
            }
            else
            {
                buffer[at++] = (byte)((kindCode << 6) | (BatchFormat.SourceFollows << 3) | (time << 1) | (flag ? 1 : 0));
                buffer[at++] = (byte)source;
            }

            _length = at;
            if (later != 0)
            {
                PutVarint((uint)(later < 0 ? -later : later));
            }
        }

        private void PutZigzag(int value)
        {
            PutVarint((uint)((value << 1) ^ (value >> 31)));
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
