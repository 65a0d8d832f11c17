using System;
using NanoEvents.Firmware;
using NanoEvents.Protocol;
using nanoFramework.Runtime.Events;

namespace NanoEvents.Esp32
{
    /// <summary>
    /// Takes edges from the native interrupt queue, before the standard GPIO library makes objects of them: an edge costs no managed object, and keeps
    /// its own time. It handles every pin of the application; standard ValueChanged handlers are no longer called.
    /// </summary>
    public sealed class PinInterrupts : IEventProcessor, IEventListener
    {
        private readonly MotionSensor[] _sensorOfPin;
        private readonly Counters _counters;
        private readonly EdgeClock _edgeClock = new EdgeClock();

        /// <summary>Nothing is taken over yet.</summary>
        /// <param name="pinCount">One more than the highest pin number.</param>
        /// <param name="counters">Where exceptions are counted.</param>
        public PinInterrupts(int pinCount, Counters counters)
        {
            _sensorOfPin = new MotionSensor[pinCount];
            _counters = counters;
        }

        /// <summary>The edges of a pin go to a sensor.</summary>
        public void Add(int pin, MotionSensor sensor)
        {
            _sensorOfPin[pin] = sensor;
        }

        /// <summary>Takes over the edges, after the first pin has been opened: the library registers itself then.</summary>
        public void Start()
        {
            EventSink.AddEventProcessor(EventCategory.Gpio, this);
            EventSink.AddEventListener(EventCategory.Gpio, this);
        }

        /// <summary>An edge: the pin's number in the upper half of <paramref name="data1"/>, its level in <paramref name="data2"/>.</summary>
        public BaseEvent ProcessEvent(uint data1, uint data2, DateTime time)
        {
            try
            {
                MotionSensor sensor = _sensorOfPin[data1 >> 16];
                if (sensor != null)
                {
                    sensor.OnEdge(data2 != 0, _edgeClock.ToUptimeTicks(time.Ticks / TimeSpan.TicksPerMillisecond, Environment.TickCount64));
                }
            }
            catch (Exception)
            {
                // nanoCLR's own thread continues with the next edge and reports nothing.
                _counters.Add(CounterId.ThreadRestarts);
            }

            return null;
        }

        /// <inheritdoc/>
        public void InitializeForEventSource()
        {
        }

        /// <inheritdoc/>
        public bool OnEvent(BaseEvent ev)
        {
            return true;
        }
    }
}
