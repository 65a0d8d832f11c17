using System.Threading;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Keeps the link to the broker open, with one message in flight. It knows nothing of events: it opens, waits, notices what hangs, and
    /// opens again only after the close has been seen.
    /// </summary>
    public sealed class Connection : ILinkListener
    {
        // Well above what the client library takes for its own retries; a link that is silent for longer hangs.
        private const int AnswerMs = 15000;

        // After a message that the link gave up or would not take.
        private const int RetryMs = 1000;

        private const int None = 0;
        private const int Pending = 1;
        private const int Accepted = 2;
        private const int Failed = 3;
        private const int OutcomeMask = 3;
        private const int TokenShift = 2;

        private readonly ILink _link;
        private readonly IClock _clock;
        private readonly Backoff _backoff;
        private readonly Counters _counters;
        private readonly AutoResetEvent _wake;

        private bool _isOpen;
        private bool _wasOpen;
        private long _openAtMs;
        private long _answerByMs;
        private long _readyAtMs;
        private int _token;

        // Set by the link's thread, taken by the publisher's. The last message's token stands above its outcome, so that both are looked at in
        // one step: an answer that was on its way while the next message was sent must not pass for that one's.
        private int _closed;
        private int _outcome;

        /// <summary>A connection that is not open yet.</summary>
        /// <param name="link">The way to the broker.</param>
        /// <param name="clock">The time in which the network lives; on a board the only one there is.</param>
        /// <param name="backoff">How long to wait between tries.</param>
        /// <param name="counters">Where reconnects are counted.</param>
        /// <param name="wake">Set when the link has told something.</param>
        public Connection(ILink link, IClock clock, Backoff backoff, Counters counters, AutoResetEvent wake)
        {
            _link = link;
            _clock = clock;
            _backoff = backoff;
            _counters = counters;
            _wake = wake;
        }

        /// <summary>Whether the link is open; for other threads, too.</summary>
        public bool IsOpen
        {
            get { return _isOpen; }
        }

        /// <summary>Whether a message can be sent now.</summary>
        public bool IsReady
        {
            get { return _isOpen && Outcome == None && _clock.UptimeMs >= _readyAtMs; }
        }

        /// <summary>How long it can be left alone, in ms, unless the link tells something or there is something to send.</summary>
        public int WaitMs
        {
            get
            {
                long nowMs = _clock.UptimeMs;
                long untilMs = !_isOpen ? _openAtMs : Outcome == Pending ? _answerByMs : _readyAtMs;
                bool isAtRest = _isOpen && Outcome != Pending && nowMs >= _readyAtMs;
                return isAtRest ? int.MaxValue : untilMs <= nowMs ? 0 : (int)(untilMs - nowMs);
            }
        }

        /// <summary>Opens, closes and gives up as it is time for; true where the connection has just been opened.</summary>
        public bool Step()
        {
            long nowMs = _clock.UptimeMs;
            if (Interlocked.Exchange(ref _closed, 0) != 0 && _isOpen)
            {
                Lost(nowMs);
            }

            if (!_isOpen)
            {
                return nowMs >= _openAtMs && Open();
            }

            if (Outcome == Pending && nowMs >= _answerByMs)
            {
                // The close will be told like any other; until then nothing is asked again.
                _answerByMs = nowMs + AnswerMs;
                _link.Abort();
            }

            return false;
        }

        /// <summary>Sends a message; only where the connection is ready.</summary>
        public bool TrySend(int topic, byte[] buffer, int length)
        {
            _token++;
            _answerByMs = _clock.UptimeMs + AnswerMs;
            Interlocked.Exchange(ref _outcome, OutcomeOf(_token, Pending));
            if (_link.TrySend(topic, buffer, length, _token))
            {
                return true;
            }

            Interlocked.Exchange(ref _outcome, None);
            _readyAtMs = _clock.UptimeMs + RetryMs;
            return false;
        }

        /// <summary>Whether the last message is done with: true once a message, with whether the broker has it.</summary>
        public bool TryTakeOutcome(out bool accepted)
        {
            int outcome = Outcome;
            accepted = outcome == Accepted;
            if (outcome < Accepted)
            {
                return false;
            }

            Interlocked.Exchange(ref _outcome, None);
            if (accepted)
            {
                _backoff.Succeeded();
            }
            else
            {
                _readyAtMs = _clock.UptimeMs + RetryMs;
            }

            return true;
        }

        /// <summary>Gives the connection up, to be opened again.</summary>
        public void Abort()
        {
            if (_isOpen)
            {
                _link.Abort();
            }
        }

        /// <inheritdoc/>
        public void OnAcknowledged(int token, bool accepted)
        {
            // An answer to an earlier try says nothing about this one.
            int pending = OutcomeOf(token, Pending);
            if (Interlocked.CompareExchange(ref _outcome, OutcomeOf(token, accepted ? Accepted : Failed), pending) == pending)
            {
                _wake.Set();
            }
        }

        /// <inheritdoc/>
        public void OnClosed()
        {
            Interlocked.Exchange(ref _closed, 1);
            _wake.Set();
        }

        private int Outcome
        {
            get { return _outcome & OutcomeMask; }
        }

        private bool Open()
        {
            Interlocked.Exchange(ref _closed, 0);
            if (!_link.TryOpen(this))
            {
                _openAtMs = _clock.UptimeMs + _backoff.Failed();
                return false;
            }

            _isOpen = true;
            _readyAtMs = 0;
            if (_wasOpen)
            {
                _counters.Add(CounterId.Reconnects);
            }

            _wasOpen = true;
            return true;
        }

        private void Lost(long nowMs)
        {
            _isOpen = false;
            _openAtMs = nowMs + _backoff.Failed();
            Interlocked.CompareExchange(ref _outcome, OutcomeOf(_token, Failed), OutcomeOf(_token, Pending));
        }

        private static int OutcomeOf(int token, int outcome)
        {
            return unchecked(token << TokenShift) | outcome;
        }
    }
}
