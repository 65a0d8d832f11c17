using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Sensors;

/// <summary>What holds for a motion sensor whatever its pin does.</summary>
public sealed class MotionLawTests
{
    private static readonly int[] _fates = [CounterId.Debounced, CounterId.Settling, CounterId.Chattered];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EveryEdgeIsRaisedOrCountedAsOneThingAndTheLastLevelRaisedIsThePins(bool losesEdges)
    {
        for (int seed = 0; seed < 3000; seed++)
        {
            Run run = new(seed, losesEdges);

            run.Play(200);
            run.BeQuiet();

            run.CheckStream();
        }
    }

    private sealed class Run
    {
        private readonly Random _random;
        private readonly EventRing _ring = new(2000, 1, new AutoResetEvent(false));
        private readonly Counters _counters = new();
        private readonly Settings _settings;
        private readonly MotionSensor _sensor;
        private readonly List<BatchEvent> _events = [];
        private readonly bool _losesEdges;
        private readonly bool _startLevel;
        private readonly string _name;
        private bool _pin;
        private int _edges;
        private int _ticks;

        public Run(int seed, bool losesEdges)
        {
            _random = new Random(seed);
            _losesEdges = losesEdges;
            _settings = new Settings
            {
                DebounceMs = _random.Next(3) * 40,
                HoldMs = _random.Next(3) * 3000,
                MotionMaxPerMinute = _random.Next(4),
                SettleMs = _random.Next(2) * 3000,
            };
            _sensor = new MotionSensor(0, _settings, _ring, _counters);
            _startLevel = _pin = _random.Next(2) == 0;
            _ticks = _random.Next(2) == 0 ? 0 : int.MaxValue - 5000;
            _sensor.Start(_pin, _ticks, _settings.SettleMs);
            _name = $"seed {seed}";
        }

        public void Play(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                _ticks = unchecked(_ticks + 1 + _random.Next(_random.Next(2) == 0 ? 6 : 3000));
                if (_random.Next(3) == 0)
                {
                    Look();
                }
                else
                {
                    Edge();
                }
            }
        }

        public void BeQuiet()
        {
            for (int i = 0; i < 5; i++)
            {
                _ticks = unchecked(_ticks + 6000);
                Look();
            }
        }

        public void CheckStream()
        {
            bool? level = _settings.SettleMs == 0 ? _startLevel : null;
            foreach (BatchEvent e in _events.Where(e => e.Kind == "motion"))
            {
                Assert.True(e.Flag != level, $"{_name}: the same level was raised twice");
                level = e.Flag;
            }

            bool wasRaised = _events.Exists(e => e.Kind == "motion");
            Assert.True(!wasRaised || level == _pin, $"{_name}: the stream ends at {level}, the pin at {_pin}");
            Assert.Equal(_pin, _sensor.Level);
            Assert.Equal(_counters[CounterId.Chattered], _events.Sum(e => e.Count));
            Assert.All(_events.Zip(_events.Skip(1)), pair => Assert.True(unchecked((int)pair.Second.Ticks - (int)pair.First.Ticks) >= 0, _name));
            if (!_losesEdges)
            {
                Assert.True(_edges == RaisedOfEdges() + _fates.Sum(id => _counters[id]), $"{_name}: an edge became of nothing, or of two things");
                Assert.Equal(0, _counters[CounterId.MissedEdges]);
            }
        }

        // Not those that only say where a chatter has ended.
        private int RaisedOfEdges() => _events.Where((e, i) => e.Kind == "motion" && !(i > 0 && _events[i - 1].Kind == "chatter" && _events[i - 1].Ticks == e.Ticks)).Count();

        private void Edge()
        {
            _pin = !_pin;
            if (_losesEdges && _random.Next(4) == 0)
            {
                return;
            }

            _edges++;
            _sensor.OnEdge(_pin, _ticks);
            Take();
            Assert.Equal(_edges, _sensor.Edges);
        }

        private void Look()
        {
            _sensor.Look(_pin, _ticks);
            Take();
            Assert.Equal(_edges, _sensor.Edges);
        }

        private void Take() => _events.AddRange(_ring.TakeAll());
    }
}
