using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// A page of the store: a header, and batches of one boot as they will be sent, each with its own check. A reader recognizes an incomplete
    /// record, and ignores the bytes after it. docs/offline.md has the bytes.
    /// </summary>
    public sealed class StorePage
    {
        /// <summary>The most bytes of a page: one block of the board's flash.</summary>
        public const int MaxBytes = 4096;

        /// <summary>The bytes of the header.</summary>
        public const int HeaderBytes = 38;

        /// <summary>The part of a record before the bytes of a batch: their length and the numbers.</summary>
        public const int RecordBytes = 10;

        private const int CheckBytes = 2;
        private const byte Version = 2;
        private const int NumberAt = 4;
        private const int BootAt = 8;
        private const int FirstAt = 12;
        private const int EndAt = 16;
        private const int LostBootAt = 20;
        private const int LostFirstAt = 24;
        private const int LostEndAt = 28;
        private const int BaseAt = 32;
        private const int CheckAt = 36;


        /// <summary>The page, from its start.</summary>
        public readonly byte[] Bytes = new byte[MaxBytes];

        /// <summary>How many bytes it has.</summary>
        public int Length;

        /// <summary>Whether it has batches that its slot does not have yet.</summary>
        public bool IsDirty;

        /// <summary>The slot that contains it, or an earlier version of it; -1 for none.</summary>
        public int Slot = -1;

        private int _at;

        /// <summary>Pages are numbered as they begin; a page keeps its number when it is written again with more in it.</summary>
        public int Number
        {
            get { return Get(NumberAt); }
        }

        /// <summary>The boot of its events.</summary>
        public int Boot
        {
            get { return Get(BootAt); }
        }

        /// <summary>Its first event's number, or that of the first one lost right before it.</summary>
        public int First
        {
            get { return Get(FirstAt); }
        }

        /// <summary>One more than its last event's number.</summary>
        public int End
        {
            get { return Get(EndAt); }
        }

        /// <summary>
        /// A page that was overwritten before it was sent: its boot. If nothing was overwritten, <see cref="LostFirst"/> is <see cref="LostEnd"/>.
        /// </summary>
        public int LostBoot
        {
            get { return Get(LostBootAt); }
        }

        /// <summary>The first number that was lost with it.</summary>
        public int LostFirst
        {
            get { return Get(LostFirstAt); }
        }

        /// <summary>One more than the last one.</summary>
        public int LostEnd
        {
            get { return Get(LostEndAt); }
        }

        /// <summary>
        /// The first number of its boot that was in the store when the page was written: the numbers between have been sent since, or are lost.
        /// </summary>
        public int Base
        {
            get { return Get(BaseAt); }
        }

        /// <summary>Whether it has no batch.</summary>
        public bool IsEmpty
        {
            get { return Length <= HeaderBytes; }
        }

        /// <summary>The start of the batch to which <see cref="TryMoveNext"/> moved.</summary>
        public int BatchAt { get; private set; }

        /// <summary>Their length.</summary>
        public int BatchLength { get; private set; }

        /// <summary>The number of its first event, or of the first one lost right before it.</summary>
        public int BatchFirst { get; private set; }

        /// <summary>One more than its last event's number.</summary>
        public int BatchEnd { get; private set; }

        /// <summary>Empties it.</summary>
        public void Clear()
        {
            Length = 0;
            IsDirty = false;
            Slot = -1;
            _at = HeaderBytes;
        }

        /// <summary>Begins a page.</summary>
        public void Begin(int number, int boot, int first)
        {
            Clear();
            Length = HeaderBytes;
            Bytes[0] = (byte)'N';
            Bytes[1] = (byte)'P';
            Bytes[2] = Version;
            Bytes[3] = 0;
            Put(NumberAt, number);
            Put(BootAt, boot);
            Put(FirstAt, first);
            Put(EndAt, first);
        }

        /// <summary>Adds a batch; false if it does not fit.</summary>
        /// <param name="batch">The buffer with the batch at its start.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="first">The number of its first event, or of the first one lost right before it.</param>
        /// <param name="end">One more than its last event's number.</param>
        public bool TryAdd(byte[] batch, int length, int first, int end)
        {
            if (Length + RecordBytes + length + CheckBytes > MaxBytes)
            {
                return false;
            }

            int start = Length;
            Bytes[start] = (byte)length;
            Bytes[start + 1] = (byte)(length >> 8);
            Put(start + 2, first);
            Put(start + 6, end);
            for (int i = 0; i < length; i++)
            {
                Bytes[start + RecordBytes + i] = batch[i];
            }

            Length = start + RecordBytes + length;
            int check = CheckOf(start, Length - start);
            Bytes[Length++] = (byte)check;
            Bytes[Length++] = (byte)(check >> 8);
            Put(EndAt, end);
            IsDirty = true;
            return true;
        }

        /// <summary>Completes the header, before the page is written.</summary>
        public void Seal(int lostBoot, int lostFirst, int lostEnd, int first)
        {
            Put(LostBootAt, lostBoot);
            Put(LostFirstAt, lostFirst);
            Put(LostEndAt, lostEnd);
            Put(BaseAt, first);
            int check = Crc16.Compute(Bytes, CheckAt);
            Bytes[CheckAt] = (byte)check;
            Bytes[CheckAt + 1] = (byte)(check >> 8);
        }

        /// <summary>Takes the bytes read from a slot; false if even the header is incomplete.</summary>
        public bool TryTake(int slot, int length)
        {
            Clear();
            if (length < HeaderBytes || length > MaxBytes || Bytes[0] != 'N' || Bytes[1] != 'P' || Bytes[2] != Version
                || (Bytes[CheckAt] | (Bytes[CheckAt + 1] << 8)) != Crc16.Compute(Bytes, CheckAt))
            {
                return false;
            }

            Length = length;
            Slot = slot;
            return true;
        }

        /// <summary>Moves to the next batch; false after the last complete one.</summary>
        public bool TryMoveNext()
        {
            int left = Length - _at - RecordBytes - CheckBytes;
            if (left < BatchFormat.MinBytes)
            {
                return false;
            }

            int length = Bytes[_at] | (Bytes[_at + 1] << 8);
            if (length < BatchFormat.MinBytes || length > BatchFormat.MaxBytes || length > left)
            {
                return false;
            }

            int checkAt = _at + RecordBytes + length;
            if ((Bytes[checkAt] | (Bytes[checkAt + 1] << 8)) != CheckOf(_at, RecordBytes + length))
            {
                return false;
            }

            BatchFirst = Get(_at + 2);
            BatchEnd = Get(_at + 6);
            BatchAt = _at + RecordBytes;
            BatchLength = length;
            _at = checkAt + CheckBytes;
            return true;
        }

        // The check includes the page's number, so that bytes of an older page in the same place do not count.
        private int CheckOf(int from, int length)
        {
            return Crc16.Continue(Crc16.Continue(Crc16.Start, Bytes, NumberAt, 4), Bytes, from, length);
        }

        private int Get(int at)
        {
            return Bytes[at] | (Bytes[at + 1] << 8) | (Bytes[at + 2] << 16) | (Bytes[at + 3] << 24);
        }

        private void Put(int at, int value)
        {
            Bytes[at] = (byte)value;
            Bytes[at + 1] = (byte)(value >> 8);
            Bytes[at + 2] = (byte)(value >> 16);
            Bytes[at + 3] = (byte)(value >> 24);
        }
    }
}
