namespace NanoEvents.Protocol
{
    /// <content>The events of a batch.</content>
    internal sealed partial class BatchWriter
    {
        /// <summary>Adds an event; see <see cref="EventWord"/> for <paramref name="word"/> and <paramref name="value"/>.</summary>
        /// <param name="word">Kind, source, flag and detail.</param>
        /// <param name="ticks">The low 32 bits of the event's uptime, in ticks.</param>
        /// <param name="value">The value.</param>
        public void PutEvent(int word, int ticks, int value)
        {
            // The short kinds have the same number in the word and on the wire.
            int kind = word & EventWord.KindMask;
            if (kind == (int)EventKind.Motion)
            {
                PutEventHead(kind, EventWord.Source(word), EventWord.Flag(word), ticks);
            }
            else if (kind == (int)EventKind.Temperature)
            {
                int source = EventWord.Source(word);
                int moved = value - _lastCelsius[source];
                _lastCelsius[source] = value;
                PutEventHead(kind, source, moved < 0, ticks);
                PutVarint((uint)(moved < 0 ? -moved : moved));
            }
            else
            {
                PutExtended(EventWord.Kind(word), word, ticks, value);
            }
        }

        /// <summary>Adds an event of any extended kind, with content of at most 10 bytes.</summary>
        public void PutRaw(int kind, int source, bool flag, int ticks, byte[] content)
        {
            PutEventHead(BatchFormat.KindCodeExtended, source, flag, ticks);
            PutByte(kind);
            PutByte(content.Length);
            for (int i = 0; i < content.Length; i++)
            {
                PutByte(content[i]);
            }
        }

        private void PutExtended(EventKind kind, int word, int ticks, int value)
        {
            PutEventHead(BatchFormat.KindCodeExtended, EventWord.Source(word), EventWord.Flag(word), ticks);
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

        private void PutEventHead(int kindCode, int source, bool flag, int ticks)
        {
            // Unchecked on purpose: both are the low halves of uptimes, and their difference is right across the wrap.
            int later = unchecked(ticks - _ticks);
            _ticks = ticks;
            int head = (kindCode << 6) | (flag ? 1 : 0);
            if (later < 0)
            {
                later = -later;
                head |= BatchFormat.TimeEarlier << 1;
            }
            else if (later > 0)
            {
                if (_isShort && later % BatchFormat.TicksPerSecond == 0)
                {
                    later /= BatchFormat.TicksPerSecond;
                    head |= BatchFormat.TimeSeconds << 1;
                }
                else
                {
                    head |= BatchFormat.TimeLater << 1;
                }
            }

            if (source < BatchFormat.SourceFollows)
            {
                _buffer[_length++] = (byte)(head | (source << 3));
            }
            else
            {
                _buffer[_length++] = (byte)(head | (BatchFormat.SourceFollows << 3));
                _buffer[_length++] = (byte)source;
            }

            if (later != 0)
            {
                PutVarint((uint)later);
            }
        }

        private void PutZigzag(int value)
        {
            PutVarint((uint)((value << 1) ^ (value >> 31)));
        }
    }
}
