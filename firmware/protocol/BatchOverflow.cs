namespace NanoEvents.Protocol
{
    /// <summary>
    /// Changes a sealed batch so that it reports more lost events right before it. After construction it allocates nothing. It refuses bytes that are
    /// not a batch.
    /// </summary>
    internal sealed class BatchOverflow
    {
        // Version, flags and boot.
        private const int BootEnd = 4;
        private const int AnchorBytes = 5;
        private const int CheckBytes = 2;
        private const int MaxAddedBytes = 8;
        private const int VarintBytes = 5;

        private byte[] _from;
        private int _at;
        private int _end;
        private byte[] _to;
        private int _length;

        /// <summary>Copies a batch with a larger overflow.</summary>
        /// <param name="batch">Holds the batch.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="length">Its length in bytes, check included.</param>
        /// <param name="lost">How many more events were lost before it; more than 0.</param>
        /// <param name="result">Gets the new batch at its start: at least <see cref="BatchFormat.MaxBytes"/> long.</param>
        /// <returns>The new length; 0 if the bytes are not a batch, or the result would be too long.</returns>
        public int Add(byte[] batch, int offset, int length, int lost, byte[] result)
        {
            if (length < BatchFormat.MinBytes || length > BatchFormat.MaxBytes - MaxAddedBytes)
            {
                return 0;
            }

            _from = batch;
            _at = offset;
            _end = offset + length - CheckBytes;
            _to = result;
            _length = 0;
            int flags = _from[_at];
            Copy(BootEnd);
            bool isWhole = CopyVarint() && CopyVarint() && ((flags & BatchFormat.FlagAnchor) == 0 || (TryCopy(AnchorBytes) && CopyVarint()));
            if (!isWhole || !TryCopyFields((flags & BatchFormat.FlagFields) != 0, out int before))
            {
                return 0;
            }

            PutOverflow(unchecked(before + lost));
            Put(BatchFormat.FieldEnd);
            _to[0] |= BatchFormat.FlagFields;
            Copy(_end - _at);
            int crc = Crc16.Compute(_to, _length);
            Put(crc);
            Put(crc >> 8);
            return _length;
        }

        // Copies all fields except the overflow, and returns its number.
        private bool TryCopyFields(bool hasFields, out int overflow)
        {
            overflow = 0;
            while (hasFields)
            {
                int start = _at;
                if (!TryReadVarint(out int id))
                {
                    return false;
                }

                if (id == BatchFormat.FieldEnd)
                {
                    return true;
                }

                if (!TryReadVarint(out int length) || length < 0 || length > _end - _at)
                {
                    return false;
                }

                int end = _at + length;
                if (id == BatchFormat.FieldOverflow)
                {
                    if (!TryReadVarint(out overflow) || _at > end)
                    {
                        return false;
                    }

                    _at = end;
                }
                else
                {
                    _at = start;
                    Copy(end - start);
                }
            }

            return true;
        }

        private void PutOverflow(int value)
        {
            Put(BatchFormat.FieldOverflow);
            int lengthAt = _length;
            Put(0);
            uint left = (uint)value;
            while (left > 0x7F)
            {
                Put((int)(left | 0x80));
                left >>= 7;
            }

            Put((int)left);
            _to[lengthAt] = (byte)(_length - lengthAt - 1);
        }

        private bool TryReadVarint(out int value)
        {
            value = 0;
            for (int i = 0; i < VarintBytes && _at < _end; i++)
            {
                int part = _from[_at++];
                value |= (part & 0x7F) << (7 * i);
                if (part < 0x80)
                {
                    return true;
                }
            }

            return false;
        }

        // Of 63 bits, too.
        private bool CopyVarint()
        {
            while (_at < _end)
            {
                int part = _from[_at++];
                Put(part);
                if (part < 0x80)
                {
                    return true;
                }
            }

            return false;
        }

        private bool TryCopy(int bytes)
        {
            if (_end - _at < bytes)
            {
                return false;
            }

            Copy(bytes);
            return true;
        }

        private void Copy(int bytes)
        {
            for (int i = 0; i < bytes; i++)
            {
                _to[_length++] = _from[_at++];
            }
        }

        private void Put(int value)
        {
            _to[_length++] = (byte)value;
        }
    }
}
