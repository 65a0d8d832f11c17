namespace NanoEvents.Protocol
{
    /// <summary>
    /// Takes some of the events out of a batch that was sealed before, as a batch of their own: for a broker that finds the whole too large. After
    /// construction it allocates nothing. It refuses bytes that are not a batch.
    /// </summary>
    internal sealed class BatchPart
    {
        private const int BootEnd = 4;
        private const int AnchorBytes = 5;
        private const int CheckBytes = 2;
        private const int VarintBytes = 9;

        // The bytes by which one event may grow: its time and its value are written again.
        private const int MaxAddedBytes = 16;

        private readonly int[] _celsius = new int[BatchFormat.MaxSources];
        private readonly bool[] _isTold = new bool[BatchFormat.MaxSources];
        private byte[] _from;
        private int _at;
        private int _end;
        private byte[] _to;
        private int _length;
        private long _number;
        private long _sinceSealed;

        /// <summary>How many events the last part has.</summary>
        public int Events { get; private set; }

        /// <summary>One more than the number of its last event.</summary>
        public int End { get; private set; }

        /// <summary>Whether no event of the batch comes after it.</summary>
        public bool IsLast { get; private set; }

        /// <summary>Takes a part.</summary>
        /// <param name="batch">Holds the batch from its start.</param>
        /// <param name="length">Its length in bytes, check included.</param>
        /// <param name="skip">How many events come before the part.</param>
        /// <param name="most">How many it has at most; at least 1.</param>
        /// <param name="withFields">Whether the fields of the batch go with it: they go with the first part.</param>
        /// <param name="result">Gets it at its start: at least <see cref="BatchFormat.MaxBytes"/> long.</param>
        /// <returns>Its length; 0 if the bytes are not a batch.</returns>
        public int Take(byte[] batch, int length, int skip, int most, bool withFields, byte[] result)
        {
            if (length < BatchFormat.MinBytes || length > BatchFormat.MaxBytes)
            {
                return 0;
            }

            _from = batch;
            _at = 0;
            _end = length - CheckBytes;
            _to = result;
            _length = 0;
            if (!TryBegin(skip, withFields) || !TryTakeEvents(skip, most))
            {
                return 0;
            }

            int crc = Crc16.Compute(_to, _length);
            Put(crc);
            Put(crc >> 8);
            return _length;
        }

        private bool TryBegin(int skip, bool withFields)
        {
            int flags = _from[0];
            bool hasFields = (flags & BatchFormat.FlagFields) != 0;
            Copy(BootEnd);
            if (!TryVarint())
            {
                return false;
            }

            End = unchecked((int)_number + skip);
            PutVarint((uint)End);
            int from = _at;
            if (!TryVarint() || ((flags & BatchFormat.FlagAnchor) != 0 && !(TrySkip(AnchorBytes) && TryVarint())))
            {
                return false;
            }

            Copy(from, _at - from);
            from = _at;
            if (hasFields && !TrySkipFields())
            {
                return false;
            }

            if (withFields)
            {
                Copy(from, _at - from);
            }
            else
            {
                _to[0] = (byte)(flags & ~BatchFormat.FlagFields);
            }

            return true;
        }

        private bool TryTakeEvents(int skip, int most)
        {
            Events = 0;
            _sinceSealed = 0;
            for (int i = 0; i < _isTold.Length; i++)
            {
                _celsius[i] = 0;
                _isTold[i] = false;
            }

            for (int i = 0; _at < _end && Events < most; i++)
            {
                if (_length > BatchFormat.MaxBytes - MaxAddedBytes || !TryTakeEvent(i >= skip, i == skip))
                {
                    return false;
                }
            }

            End = unchecked(End + Events);
            IsLast = _at == _end;
            return true;
        }

        private bool TryTakeEvent(bool isIn, bool isFirst)
        {
            int head = _from[_at++];
            int kind = head >> 6;
            int source = (head >> 3) & BatchFormat.SourceFollows;
            bool follows = source == BatchFormat.SourceFollows;
            if (follows && !TryByte(out source))
            {
                return false;
            }

            int time = (head >> 1) & 3;
            _number = 0;
            if (source >= BatchFormat.MaxSources || (time != BatchFormat.TimeSame && !TryVarint()))
            {
                return false;
            }

            long later = time == BatchFormat.TimeEarlier ? -_number : _number;
            _sinceSealed += later;
            later = isFirst ? _sinceSealed : later;
            if (kind == (int)EventKind.Temperature)
            {
                return TryTakeTemperature(isIn, source, follows, later, (head & 1) != 0);
            }

            int from = _at;
            if (kind == BatchFormat.KindCodeExtended && !(TrySkip(1) && TryByte(out int content) && TrySkip(content)))
            {
                return false;
            }

            if (isIn)
            {
                PutHead(kind, source, follows, later, (head & 1) != 0);
                Events++;
                return TryCopy(from, _at - from);
            }

            return true;
        }

        // From the last one of its source within the part; from 0 if there is none.
        private bool TryTakeTemperature(bool isIn, int source, bool follows, long later, bool fell)
        {
            if (!TryVarint())
            {
                return false;
            }

            int moved = unchecked(fell ? -(int)_number : (int)_number);
            _celsius[source] = unchecked(_celsius[source] + moved);
            if (isIn)
            {
                int told = _isTold[source] ? moved : _celsius[source];
                _isTold[source] = true;
                PutHead((int)EventKind.Temperature, source, follows, later, told < 0 || (told == 0 && fell));
                PutVarint(unchecked((uint)(told < 0 ? -told : told)));
                Events++;
            }

            return true;
        }

        private void PutHead(int kind, int source, bool follows, long later, bool flag)
        {
            int time = later == 0 ? BatchFormat.TimeSame : later > 0 ? BatchFormat.TimeLater : BatchFormat.TimeEarlier;
            Put((kind << 6) | ((follows ? BatchFormat.SourceFollows : source) << 3) | (time << 1) | (flag ? 1 : 0));
            if (follows)
            {
                Put(source);
            }

            if (later != 0)
            {
                PutVarint(later < 0 ? -later : later);
            }
        }

        private bool TrySkipFields()
        {
            while (TryVarint())
            {
                if (_number == BatchFormat.FieldEnd)
                {
                    return true;
                }

                if (!TryVarint() || _number > _end - _at)
                {
                    return false;
                }

                _at += (int)_number;
            }

            return false;
        }

        private bool TryVarint()
        {
            _number = 0;
            for (int i = 0; i < VarintBytes && _at < _end; i++)
            {
                int b = _from[_at++];
                _number |= (long)(b & 0x7F) << (7 * i);
                if (b < 0x80)
                {
                    return true;
                }
            }

            return false;
        }

        private bool TryByte(out int value)
        {
            bool has = _at < _end;
            value = has ? _from[_at++] : 0;
            return has;
        }

        private bool TrySkip(int bytes)
        {
            bool has = bytes <= _end - _at;
            _at += has ? bytes : 0;
            return has;
        }

        private bool TryCopy(int from, int bytes)
        {
            bool fits = bytes <= BatchFormat.MaxBytes - CheckBytes - _length;
            if (fits)
            {
                Copy(from, bytes);
            }

            return fits;
        }

        private void Copy(int bytes)
        {
            Copy(_at, bytes);
            _at += bytes;
        }

        private void Copy(int from, int bytes)
        {
            for (int i = 0; i < bytes; i++)
            {
                _to[_length++] = _from[from + i];
            }
        }

        private void Put(int value)
        {
            _to[_length++] = (byte)value;
        }

        private void PutVarint(long value)
        {
            while (value > 0x7F)
            {
                _to[_length++] = (byte)(value | 0x80);
                value >>= 7;
            }

            _to[_length++] = (byte)value;
        }
    }
}
