using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>Raises the changes of a motion sensor, or of another state. Too many in a minute become one chatter event.</summary>
    /// <remarks>The motion sensor calls it under its own lock, and raises the usual edge itself.</remarks>
    public sealed class MotionChanges
    {
        /// <summary>The largest limit of events a minute.</summary>
        public const int MaxPerMinute = TimesMask;

        /// <summary>The bits of the number of an event that say where its time is.</summary>
        public const int TimesMask = 255;

        // How late an edge may be handled that is counted in the minute in which it was taken.
        private const int LateTicks = 1000 / BatchFormat.TickMs;

        private const int MinuteTicks = 60000 / BatchFormat.TickMs;

        /// <summary>
        /// The times of the latest events, by their count. The event that is as many events ago as a minute may have must be at least a minute old.
        /// </summary>
        public readonly int[] Times = new int[TimesMask + 1];

        /// <summary>The event that begins motion.</summary>
        public readonly int MovingWord;

        /// <summary>The event that ends motion.</summary>
        public readonly int StillWord;

        /// <summary>How many motion events have been raised.</summary>
        public int Raised;

        /// <summary>The level that was raised last or, during chatter, would have been raised.</summary>
        public bool Level;

        /// <summary>How many edges were not raised, minus the events that had no edge.</summary>
        public int NotRaisedEdges;

        /// <summary>How many edges have become chatter that is not raised yet.</summary>
        public int ChatterCount;

        private readonly EventRing _ring;
        private readonly Counters _counters;
        private readonly EventKind _kind;
        private readonly int _source;
        private readonly bool _isLimited;
        private readonly int _maxPerMinute;

        // While edges become chatter.
        private int _chatterFirst;
        private int _chatterLast;
        private bool _raisedLevel;

        /// <summary>Nothing has been raised.</summary>
        public MotionChanges(EventKind kind, int source, int maxPerMinute, EventRing ring, Counters counters)
        {
            _kind = kind;
            _source = source;
            _ring = ring;
            _counters = counters;
            MovingWord = EventWord.Pack(kind, source, true, 0);
            StillWord = EventWord.Pack(kind, source, false, 0);
            _isLimited = maxPerMinute != 0;
            _maxPerMinute = maxPerMinute < MaxPerMinute ? maxPerMinute : MaxPerMinute;
        }

        /// <summary>Begins at a level.</summary>
        public void Start(bool level, int ticks)
        {
            Level = level;
            for (int i = 0; i < Times.Length; i++)
            {
                Times[i] = unchecked(ticks - MinuteTicks - LateTicks);
            }
        }

        /// <summary>An edge is not raised.</summary>
        /// <param name="counter">The counter that says why.</param>
        public void NotRaised(int counter)
        {
            _counters.Add(counter);
            NotRaisedEdges = unchecked(NotRaisedEdges + 1);
        }

        /// <summary>An edge had no interrupt.</summary>
        public void Missed()
        {
            _counters.Add(CounterId.MissedEdges);
        }

        /// <summary>An edge had no interrupt, and the change that follows was found without it.</summary>
        public void Found()
        {
            Missed();
            NotRaisedEdges = unchecked(NotRaisedEdges - 1);
        }

        /// <summary>Events have been raised, with these times: from the end of the array backwards.</summary>
        public void Note(int[] ticks, int from, int downTo)
        {
            int[] times = Times;
            int raised = Raised;
            for (int i = from; i > downTo; i--)
            {
                times[raised & TimesMask] = ticks[i];
                raised = unchecked(raised + 1);
            }

            Raised = raised;
        }

        /// <summary>How many events may follow from now on, however fast, without being too many in a minute.</summary>
        /// <param name="ticks">Now.</param>
        /// <param name="most">At most so many.</param>
        public int Allowance(int ticks, int most)
        {
            if (!_isLimited)
            {
                return most;
            }

            // The event for which the last of them is one too many must be old enough.
            int allowed = _maxPerMinute < most ? _maxPerMinute : most;
            while (allowed > 0 && !IsOld(unchecked(Raised - _maxPerMinute + allowed - 1), ticks))
            {
                allowed--;
            }

            return allowed;
        }

        private bool IsOld(int number, int ticks)
        {
            int ago = unchecked(ticks - Times[number & TimesMask]);
            return ago >= MinuteTicks + LateTicks || ago <= -MinuteTicks;
        }

        /// <summary>The level changes.</summary>
        public void Change(bool level, int ticks)
        {
            int ago = unchecked(ticks - Times[unchecked(Raised - _maxPerMinute) & TimesMask]);
            if (_isLimited && ago < MinuteTicks && ago > -MinuteTicks)
            {
                Chatter(level, ticks);
                return;
            }

            // Before the new level is taken over, because a chatter ends at the pin's last level.
            if (ChatterCount != 0)
            {
                EndChatter();
            }

            Times[Raised & TimesMask] = ticks;
            Raised = unchecked(Raised + 1);
            Level = level;
            _ring.PutMotion(level ? MovingWord : StillWord, ticks);
            _ring.Wake.Set();
        }

        /// <summary>How long a chatter that has begun still lasts.</summary>
        public int TicksUntilChatterEnds(int ticks)
        {
            return unchecked(_chatterFirst + MinuteTicks - ticks);
        }

        /// <summary>Ends a chatter that has lasted a minute.</summary>
        public void StepChatter(int ticks)
        {
            if (TicksUntilChatterEnds(ticks) <= 0)
            {
                EndChatter();
            }
        }

        /// <summary>An edge is not raised, and becomes a part of a chatter event.</summary>
        public void Chatter(bool level, int ticks)
        {
            if (ChatterCount++ == 0)
            {
                _chatterFirst = ticks;
                _raisedLevel = Level;
            }

            _chatterLast = ticks;
            Level = level;
            NotRaised(CounterId.Chattered);
        }

        private void EndChatter()
        {
            int lasted = unchecked(_chatterLast - _chatterFirst);
            _ring.Write(ChatterWord(lasted), _chatterLast, ChatterCount);
            ChatterCount = 0;

            // After the chatter, a reader of motion events must know the pin's last level.
            if (Level != _raisedLevel)
            {
                _ring.PutMotion(Level ? MovingWord : StillWord, _chatterLast);
                _ring.Wake.Set();
            }
        }

        private int ChatterWord(int lasted)
        {
            if (_kind != EventKind.Motion)
            {
                return EventWord.PackStateChatter(_kind, _source, lasted > EventWord.MaxStateSpan ? EventWord.MaxStateSpan : lasted);
            }

            return EventWord.Pack(EventKind.Chatter, _source, false, lasted > EventWord.MaxDetail ? EventWord.MaxDetail : lasted);
        }
    }
}
