using System.Threading;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Keeps the link to the broker open, with one message in flight. It does not know events. It opens the link, waits, notices a link that hangs,
    /// and opens it again only after its close.
    /// </summary>
    public sealed class Connection : ILinkListener
    {
        // Much longer than the retries of the client library; a link without an answer for longer hangs.
        private const int AnswerMs = 15000;

        // The wait after a message that the link has given up or refused.
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
        private long _heardMs;
        private int _token;

        // Set by the link's thread, taken by the publisher's. The last message's token is in the bits above its outcome, so that both are compared in
        // one step: a late answer to an earlier message must not count for the next message.
        private int _closed;
        private int _outcome;

        /// <summary>A connection that is not open yet.</summary>
        /// <param name="link">The way to the broker.</param>
        /// <param name="clock">The time of the network; on a board the only clock.</param>
        /// <param name="backoff">How long to wait between attempts.</param>
        /// <param name="counters">The counter of reconnects.</param>
        /// <param name="wake">Set when the link has reported something.</param>
        public Connection(ILink link, IClock clock, Backoff backoff, Counters counters, AutoResetEvent wake)
        {
            _link = link;
            _clock = clock;
            _backoff = backoff;
            _counters = counters;
            _wake = wake;
        }

        /// <summary>What has been sent, by kind of message.</summary>
        public readonly Traffic Traffic = new Traffic();

        /// <summary>Whether the link is open; for other threads, too.</summary>
        public bool IsOpen
        {
            get { return _isOpen; }
        }

        /// <summary>For how long the open connection has reported nothing, in ms; 0 if it is not open. For other threads, too.</summary>
        public long SilentMs
        {
            get
            {
                long heardMs = _heardMs;
                return _isOpen ? _clock.UptimeMs - heardMs : 0;
            }
        }

        /// <summary>Whether a message can be sent now.</summary>
        public bool IsReady
        {
            get { return _isOpen && Outcome == None && _clock.UptimeMs >= _readyAtMs; }
        }

        /// <summary>How long until the next step is due, in ms, unless the link reports something or there is something to send.</summary>
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

        /// <summary>Opens, closes and aborts when it is due; true if the connection has just been opened.</summary>
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
                // The link will report the close as usual; until then do not abort again.
                _answerByMs = nowMs + AnswerMs;
                _link.Abort();
            }

            return false;
        }

        /// <summary>Sends a message. Call it only when the connection is ready.</summary>
        public bool TrySend(int topic, byte[] buffer, int length)
        {
            _token++;
            _answerByMs = _clock.UptimeMs + AnswerMs;
            Interlocked.Exchange(ref _outcome, OutcomeOf(_token, Pending));
            if (_link.TrySend(topic, buffer, length, _token))
            {
                Traffic.Sent(topic, length);
                return true;
            }

            Interlocked.Exchange(ref _outcome, None);
            _readyAtMs = _clock.UptimeMs + RetryMs;
            return false;
        }

        /// <summary>Whether the outcome of the last message is known: true once for each message, with whether the broker has it.</summary>
        public bool TryTakeOutcome(out bool accepted)
        {
            int outcome = Outcome;
            accepted = outcome == Accepted;
            if (outcome < Accepted)
            {
                return false;
            }

            Interlocked.Exchange(ref _outcome, None);
            _heardMs = _clock.UptimeMs;
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

        /// <summary>Closes the connection, to open it again.</summary>
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
            // An answer to an earlier attempt does not count for this one.
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

            Traffic.Opened();
            _heardMs = _clock.UptimeMs;
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
