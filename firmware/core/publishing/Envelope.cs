using System;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>What every batch can say besides its events: which boot, what time, what has been counted. Allocates nothing once constructed.</summary>
    public sealed class Envelope
    {
        /// <summary>Writes the batch; its buffer holds the batch that was made last, from its start.</summary>
        internal readonly BatchWriter Writer = new BatchWriter();

        // The edges are counted in each state only, because they change with each event.
        private const int FirstOfBatches = CounterId.Edges + 1;

        private readonly Boot _boot;
        private readonly WallClock _wallClock;
        private readonly Tally _tally;

        // The counters that the broker is known to have, and those that the message on its way says.
        private readonly int[] _acknowledged = new int[CounterId.Count];
        private readonly int[] _sent = new int[CounterId.Count];

        // The same, as the number that changes with them.
        private int _acknowledgedChanges;
        private int _sentChanges;

        // The wall clock at uptime zero that the broker is known to have, and the one that the message on its way says.
        private long _toldTicks;
        private bool _isTold;
        private long _sayingTicks;
        private bool _isSaying;

        /// <summary>Reads all of these; owns none.</summary>
        public Envelope(Boot boot, WallClock wallClock, Tally tally)
        {
            _boot = boot;
            _wallClock = wallClock;
            _tally = tally;
        }

        /// <summary>Begins a batch, with the time if the device knows it.</summary>
        /// <param name="sequence">The number of its first event.</param>
        /// <param name="nowTicks">Uptime now.</param>
        /// <param name="oldestTicks">The earliest uptime that the batch's time must hold for.</param>
        /// <param name="isState">Whether it is a state.</param>
        public void Begin(int sequence, long nowTicks, long oldestTicks, bool isState)
        {
            Writer.Begin(_boot.Id, sequence, nowTicks, isState);
            _isSaying = _wallClock.TryGet(oldestTicks, nowTicks, out _sayingTicks, out int errorTicks);
            if (_isSaying)
            {
                Writer.PutAnchor(_sayingTicks, errorTicks);
            }
        }

        /// <summary>
        /// Begins a short batch of events, if it needs to say nothing else: the broker has the counters and knows when the device started.
        /// </summary>
        /// <param name="sequence">The number of its first event.</param>
        /// <param name="firstTicks">The uptime of its first event.</param>
        /// <param name="oldestTicks">The earliest uptime that the batch's time must hold for.</param>
        /// <param name="nowTicks">Uptime now.</param>
        public bool TryBeginShort(int sequence, long firstTicks, long oldestTicks, long nowTicks)
        {
            if (!_isTold || _tally.Changes != _acknowledgedChanges
                || !_wallClock.TryGet(oldestTicks, nowTicks, out long anchorTicks, out int errorTicks) || errorTicks > BatchFormat.MaxShortError)
            {
                return false;
            }

            long moved = anchorTicks - _toldTicks;
            if (moved > BatchFormat.MaxAnchorMove || moved < -BatchFormat.MaxAnchorMove)
            {
                return false;
            }

            _isSaying = false;
            _sentChanges = _acknowledgedChanges;
            Writer.BeginShort(_boot.Id, sequence, anchorTicks + firstTicks, (int)firstTicks, errorTicks);
            return true;
        }

        /// <summary>Says that the device has started.</summary>
        public void PutBoot()
        {
            Writer.BeginField(BatchFormat.FieldBoot, false);
            Writer.PutByte((int)_boot.Cause);
            for (int i = 0; i < _boot.Firmware.Length; i++)
            {
                Writer.PutByte(_boot.Firmware[i]);
            }

            Writer.EndField(false);
        }

        /// <summary>Says the counters.</summary>
        /// <param name="all">All that are not zero; otherwise those that the broker does not know yet.</param>
        public void PutCounters(bool all)
        {
            // Taken first: what changes meanwhile is looked at again next time.
            int changes = _tally.Changes;
            _sentChanges = changes;
            if (!all && changes == _acknowledgedChanges)
            {
                return;
            }

            bool begun = false;
            for (int id = all ? CounterId.Edges : FirstOfBatches; id < CounterId.Count; id++)
            {
                int value = _tally[id];
                _sent[id] = value;
                if (value == (all ? 0 : _acknowledged[id]))
                {
                    continue;
                }

                if (!begun)
                {
                    Writer.BeginField(BatchFormat.FieldCounters, false);
                    begun = true;
                }

                Writer.PutVarint((uint)id);
                Writer.PutVarint((uint)value);
            }

            if (begun)
            {
                Writer.EndField(false);
            }
        }

        /// <summary>Writes one number in its own field, if it is not zero.</summary>
        public void PutNumber(int field, int value)
        {
            if (value != 0)
            {
                Writer.BeginField(field, false);
                Writer.PutVarint((uint)value);
                Writer.EndField(false);
            }
        }

        /// <summary>The broker has acknowledged the batch that was made last.</summary>
        public void Acknowledged()
        {
            if (_isSaying)
            {
                _toldTicks = _sayingTicks;
                _isTold = true;
            }

            if (_sentChanges != _acknowledgedChanges)
            {
                Array.Copy(_sent, _acknowledged, CounterId.Count);
                _acknowledgedChanges = _sentChanges;
            }
        }
    }
}
