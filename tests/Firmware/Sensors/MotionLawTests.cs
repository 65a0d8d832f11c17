using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Sensors;

/// <summary>What holds for a motion sensor whatever its pin does.</summary>
public sealed class MotionLawTests
{
    private static readonly int[] _fates = [CounterId.Debounced, CounterId.Settling, CounterId.Chattered];

    [Fact]
    public void EveryEdgeIsRaisedOrCountedAsOneThingAndTheLastLevelRaisedIsThePins()
    {
        for (int seed = 0; seed < 3000; seed++)
        {
            Run run = new(seed);

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
        private readonly MotionSensor _sensor;
        private readonly List<BatchEvent> _events = [];
        private readonly bool _startLevel;
        private readonly string _name;
        private bool _pin;
        private int _edges;
        private int _ticks;

        public Run(int seed)
        {
            _random = new Random(seed);
            Settings settings = new() { DebounceMs = _random.Next(3) * 40, MotionMaxPerMinute = _random.Next(4), SettleMs = _random.Next(2) * 3000 };
            _sensor = new MotionSensor(0, settings, _ring, _counters);
            _startLevel = _pin = _random.Next(2) == 0;
            _ticks = _random.Next(2) == 0 ? 0 : int.MaxValue - 5000;
            _sensor.Start(_pin, _ticks, settings.SettleMs);
            _name = $"seed {seed}";
        }

        public void Play(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                _ticks = unchecked(_ticks + _random.Next(_random.Next(2) == 0 ? 6 : 3000));
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
            for (int i = 0; i < 3; i++)
            {
                _ticks = unchecked(_ticks + 6000);
                Look();
            }
        }

        public void CheckStream()
        {
            bool level = _startLevel;
            foreach (BatchEvent e in _events.Where(e => e.Kind == "motion"))
            {
                level = _counters[CounterId.Settling] == 0 ? !level : e.Flag;
                Assert.True(e.Flag == level, $"{_name}: the same level was raised twice");
            }

            bool wasRaised = _events.Exists(e => e.Kind == "motion");
            Assert.True(!wasRaised || level == _pin, $"{_name}: the stream ends at {level}, the pin at {_pin}");
            Assert.Equal(_pin, _sensor.Level);
            Assert.Equal(_counters[CounterId.Chattered], _events.Sum(e => e.Count));
            Assert.All(_events.Zip(_events.Skip(1)), pair => Assert.True(unchecked((int)pair.Second.Ticks - (int)pair.First.Ticks) >= 0, _name));
        }

        private void Edge()
        {
            _pin = !_pin;
            _edges++;
            int counted = _fates.Sum(id => _counters[id]);
            _sensor.OnEdge(_pin, _ticks);
            List<BatchEvent> raised = Take();
            int edges = raised.Count(e => e == BatchEvent.Motion(0, _ticks, _pin));
            Assert.Equal(_edges, _sensor.Edges);
            Assert.True(edges + _fates.Sum(id => _counters[id]) - counted == 1, $"{_name}: an edge was raised {edges} times and counted {_fates.Sum(id => _counters[id]) - counted} times");
        }

        private void Look()
        {
            int counted = _counters[CounterId.Debounced] + _counters[CounterId.Settling];
            _sensor.Look(_pin, _ticks);
            Take();
            Assert.Equal(counted, _counters[CounterId.Debounced] + _counters[CounterId.Settling]);
            Assert.Equal(_edges, _sensor.Edges);
        }

        private List<BatchEvent> Take()
        {
            List<BatchEvent> taken = _ring.TakeAll();
            _events.AddRange(taken);
            return taken;
        }
    }
}
