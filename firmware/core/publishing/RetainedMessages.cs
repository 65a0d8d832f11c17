using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Decides when the retained messages are due. The names of the sources go out after each connect: they cannot change in between, and the broker
    /// may have forgotten them. The state follows. It goes out again when something has changed that no event tells, and otherwise every period.
    /// </summary>
    public sealed class RetainedMessages
    {
        // A broker that closes the connection for a topic that is not allowed must not do so often.
        private const int NamesAgainMs = 3600000;

        private readonly StateSealer _stateSealer;
        private readonly NamesSealer _namesSealer;
        private readonly WallClock _wallClock;
        private readonly MotionSensor[] _motionSensors;
        private readonly int _periodMs;
        private readonly int _everything;
        private readonly RetainedTurn _state;
        private readonly RetainedTurn _names = new RetainedTurn(NamesAgainMs);

        // What the last state on its way said of that which no event tells.
        private int _told;
        private int _saying;

        /// <summary>Nothing is due before the first connection.</summary>
        /// <param name="state">Makes states.</param>
        /// <param name="names">Makes the message with the names.</param>
        /// <param name="wallClock">The time, which becomes known without an event.</param>
        /// <param name="motionSensors">The sensors, which settle without an event.</param>
        /// <param name="periodMs">How often the state is sent at least.</param>
        public RetainedMessages(StateSealer state, NamesSealer names, WallClock wallClock, MotionSensor[] motionSensors, int periodMs)
        {
            _stateSealer = state;
            _namesSealer = names;
            _wallClock = wallClock;
            _motionSensors = motionSensors;
            _periodMs = periodMs;
            _everything = 1 + (2 * motionSensors.Length);
            _state = new RetainedTurn(periodMs);
        }

        /// <summary>Whether the broker has refused the state repeatedly.</summary>
        public bool IsStateRefused
        {
            get { return _state.IsRefused; }
        }

        /// <summary>Whether the broker has refused the names repeatedly.</summary>
        public bool AreNamesRefused
        {
            get { return _names.IsRefused; }
        }

        /// <summary>The topic of the message that was made last.</summary>
        public int Topic { get; private set; }

        /// <summary>The connection has been opened.</summary>
        public void Opened(long nowMs)
        {
            _names.Opened(nowMs);
            _state.Opened(nowMs);
        }

        /// <summary>The state is due now, whenever the last one was sent.</summary>
        public void Hurry(long nowMs)
        {
            _state.Opened(nowMs);
        }

        /// <summary>How long until the next message is due, in ms.</summary>
        public int MsUntilDue(long nowMs)
        {
            long dueMs = _names.DueMs < _state.DueMs ? _names.DueMs : _state.DueMs;
            long waitMs = dueMs - nowMs;
            return waitMs <= 0 || MustTell() ? 0 : waitMs < int.MaxValue ? (int)waitMs : int.MaxValue;
        }

        /// <summary>Makes the message that is due.</summary>
        /// <returns>Its length in bytes.</returns>
        public int Seal(long nowMs)
        {
            bool isNames = nowMs >= _names.DueMs;
            _saying = isNames ? _saying : Silent();
            Topic = isNames ? Firmware.Topic.Names : Firmware.Topic.State;
            long nowTicks = nowMs / BatchFormat.TickMs;
            return isNames ? _namesSealer.Seal(nowTicks) : _stateSealer.Seal(nowTicks);
        }

        /// <summary>The message is on its way.</summary>
        public void Sent(long nowMs)
        {
            if (Topic == Firmware.Topic.Names)
            {
                _names.Sent(RetainedTurn.Never);
            }
            else
            {
                _state.Sent(nowMs + _periodMs);
                _told = _saying;
            }
        }

        /// <summary>The broker has it.</summary>
        public void Accepted()
        {
            Turn.Accepted();
        }

        /// <summary>The broker does not have it.</summary>
        public void Failed(long nowMs)
        {
            Turn.Failed(nowMs);
        }

        // The time stays known and a sensor stays settled: once all is told, there is nothing to ask.
        private bool MustTell()
        {
            return _told != _everything && !_state.IsRefused && Silent() != _told;
        }

        // No event tells that the time is known, nor the level with which a sensor has settled.
        private int Silent()
        {
            int silent = _wallClock.IsSet ? 1 : 0;
            for (int i = 0; i < _motionSensors.Length; i++)
            {
                silent += _motionSensors[i].MustSettle ? 0 : 2;
            }

            return silent;
        }

        private RetainedTurn Turn
        {
            get { return Topic == Firmware.Topic.Names ? _names : _state; }
        }
    }
}
