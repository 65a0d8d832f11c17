using System.Threading;
using NanoEvents.Firmware;
using NanoEvents.Protocol;

namespace NanoEvents.Simulator;

/// <summary>
/// The batches that the firmware would send for a trace if it always waited for a number of events. The same trace gives the same bytes.
/// </summary>
public static class BatchEncoder
{
    /// <summary>The boot id in every batch.</summary>
    public const int BootId = 0x4E4545;

    // Times in a batch are told from each other with 31 bits of ticks, 248 days: events that wait for longer go before.
    private const int MaxWaitTicks = 1 << 30;

    /// <summary>Encodes a trace; each batch is sealed at the time of its last event.</summary>
    /// <param name="trace">The values of the sensors.</param>
    /// <param name="eventsABatch">1 to 64.</param>
    /// <exception cref="TraceException">A line is invalid; the batches before it have been returned.</exception>
    public static IEnumerable<byte[]> Encode(Trace trace, int eventsABatch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(eventsABatch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(eventsABatch, BatchFormat.MaxEvents);
        Encoding encoding = new(trace, eventsABatch);
        foreach (TraceRow row in encoding.RowsToTheFirstBadLine())
        {
            while (encoding.IsTooFarFrom(row) && encoding.TrySeal(1, out byte[] batch))
            {
                yield return batch;
            }

            encoding.Apply(row);
            while (encoding.TrySeal(eventsABatch, out byte[] batch))
            {
                yield return batch;
            }
        }

        while (encoding.TrySeal(1, out byte[] batch))
        {
            yield return batch;
        }

        encoding.ThrowIfBad();
    }

    private sealed class Encoding
    {
        private readonly Trace _trace;
        private readonly int _eventsABatch;
        private readonly SteppedClock _clock = new();
        private readonly SimulatedDevice _device;
        private TraceException? _bad;
        private long _startTicks = -1;
        private long _uptimeTicks;

        public Encoding(Trace trace, int eventsABatch)
        {
            _trace = trace;
            _eventsABatch = eventsABatch;
            Boot boot = new(BootId, BootCause.Unknown);
            Settings settings = new()
            {
                SettleMs = 0,
                DebounceMs = 0,
                HoldMs = 0,
                MotionMaxPerMinute = 0,
                RingCapacityEvents = BatchFormat.MaxEvents + (4 * trace.Columns.Count),
            };
            TraceSensors.Fit(trace, settings);
            _device = new SimulatedDevice(
                settings,
                boot,
                trace.Names(SourceType.Thermometer).Length,
                trace.Names(SourceType.MotionSensor).Length,
                _clock,
                double.PositiveInfinity,
                NoLink.Instance,
                new Backoff(1, 1, 0));
        }

        public IEnumerable<TraceRow> RowsToTheFirstBadLine()
        {
            using IEnumerator<TraceRow> rows = _trace.Rows.GetEnumerator();
            while (TryMoveNext(rows))
            {
                yield return rows.Current;
            }
        }

        // Whether the oldest event cannot travel with those of a row.
        public bool IsTooFarFrom(TraceRow row) =>
            _device.Core.Ring.TryPeekTicks(out int oldest)
            && row.Ticks - _startTicks - _uptimeTicks + ((int)_uptimeTicks - oldest) > MaxWaitTicks;

        public void Apply(TraceRow row)
        {
            bool isFirst = _startTicks < 0;
            if (isFirst)
            {
                _startTicks = row.Ticks;
                _device.Core.WallClock.Set(row.Ticks * BatchFormat.TickMs, 0, 0);
            }

            _uptimeTicks = row.Ticks - _startTicks;
            TraceSensors.Apply(_trace.Columns, row.Values, (int)_uptimeTicks, isFirst, _device);
        }

        public bool TrySeal(int least, out byte[] batch)
        {
            Device core = _device.Core;
            batch = [];
            if (core.Ring.Count < least || core.Ring.Count == 0)
            {
                return false;
            }

            int count = core.Outbox.Fill(_eventsABatch);
            int sinceLast = (int)_uptimeTicks - core.Outbox.Ticks(count - 1);
            int length = core.EventSealer.Seal(_uptimeTicks - sinceLast, false);
            core.Envelope.Acknowledged();
            core.Outbox.Acknowledge();
            batch = core.Envelope.Writer.Buffer.AsSpan(0, length).ToArray();
            return true;
        }

        public void ThrowIfBad()
        {
            if (_bad != null)
            {
                throw _bad;
            }
        }

        private bool TryMoveNext(IEnumerator<TraceRow> rows)
        {
            try
            {
                return rows.MoveNext();
            }
            catch (TraceException e)
            {
                _bad = e;
                return false;
            }
        }
    }

    private sealed class NoLink : ILink
    {
        public static readonly NoLink Instance = new();

        public bool TryOpen(ILinkListener listener) => false;

        public bool TrySend(int topic, byte[] buffer, int length, int token) => false;

        public void Abort()
        {
        }
    }
}
