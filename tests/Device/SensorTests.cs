using System.Threading;
using NanoEvents.Firmware;
using NanoEvents.Protocol;
using nanoFramework.TestFramework;

namespace NanoEvents.Device.Tests
{
    /// <summary>What edges and readings become.</summary>
    [TestClass]
    public class SensorTests
    {
        private const int Second = 1000 / BatchFormat.TickMs;

        /// <summary>The first edge counts at once; what bounces after it does not.</summary>
        [TestMethod]
        public static void ABouncingEdgeIsOneEvent()
        {
            EventRing ring = Ring();
            Outbox outbox = new Outbox(ring);
            MotionSensor sensor = new MotionSensor(3, new Settings(), ring, new Counters());
            sensor.Start(false, 0, 0);

            sensor.OnEdge(true, Second);
            sensor.OnEdge(false, Second + 1);
            sensor.OnEdge(true, Second + 2);
            Look(sensor, true, 2 * Second);

            Assert.AreEqual(1, outbox.Fill(BatchFormat.MaxEvents));
            Assert.AreEqual(EventWord.Pack(EventKind.Motion, 3, true, 0), outbox.Word(0));
            Assert.AreEqual(Second, outbox.Ticks(0));
        }

        /// <summary>Sensors drop out while somebody is there; the end has the time at which it was still, not that at which it was raised.</summary>
        [TestMethod]
        public static void MotionEndsWhenThePinHasBeenStillForTheHoldTime()
        {
            EventRing ring = Ring();
            MotionSensor sensor = new MotionSensor(0, new Settings(), ring, new Counters());
            sensor.Start(false, 0, 0);

            sensor.OnEdge(true, Second);
            sensor.OnEdge(false, 2 * Second);
            sensor.OnEdge(true, 3 * Second);
            sensor.OnEdge(false, 10 * Second);
            Look(sensor, false, 14 * Second);
            Assert.AreEqual(1, ring.Count);
            Look(sensor, false, 15 * Second);

            Outbox outbox = new Outbox(ring);
            Assert.AreEqual(2, outbox.Fill(BatchFormat.MaxEvents));
            Assert.AreEqual(EventWord.Pack(EventKind.Motion, 0, false, 0), outbox.Word(1));
            Assert.AreEqual(10 * Second, outbox.Ticks(1));
        }

        /// <summary>The publisher, woken, has the pins looked at: looking that woke the publisher would never end.</summary>
        [TestMethod]
        public static void LookingAtAPinThatHasNotChangedWakesNobody()
        {
            EventRing ring = Ring();
            MotionSensor sensor = new MotionSensor(0, new Settings(), ring, new Counters());
            sensor.Start(false, 0, 0);
            sensor.OnEdge(true, Second);
            ring.Wake.WaitOne(0, false);

            Look(sensor, true, 2 * Second);
            Assert.IsFalse(ring.Wake.WaitOne(0, false));

            sensor.OnEdge(false, 3 * Second);
            ring.Wake.WaitOne(0, false);
            Look(sensor, false, 30 * Second);
            Assert.IsTrue(ring.Wake.WaitOne(0, false));
        }

        /// <summary>A PIR needs time after power-up, and what it shows in it means nothing.</summary>
        [TestMethod]
        public static void NothingIsRaisedBeforeTheSensorHasSettled()
        {
            EventRing ring = Ring();
            Counters counters = new Counters();
            MotionSensor sensor = new MotionSensor(0, new Settings(), ring, counters);
            sensor.Start(false, 0, 30000);

            sensor.OnEdge(true, Second);

            Assert.AreEqual(0, ring.Count);
            Assert.AreEqual(1, counters[CounterId.Settling]);
        }

        /// <summary>The first reading, then whenever it has moved by the deadband.</summary>
        [TestMethod]
        public static void ATemperatureIsRaisedWhenItHasMovedByTheDeadband()
        {
            EventRing ring = Ring();
            Outbox outbox = new Outbox(ring);
            TemperatureSensor sensor = new TemperatureSensor(0, new Settings(), ring, new Counters());

            sensor.OnReading(2100, 0);
            sensor.OnReading(2109, Second);
            sensor.OnReading(2110, 2 * Second);

            Assert.AreEqual(2, outbox.Fill(BatchFormat.MaxEvents));
            Assert.AreEqual(2110, outbox.Value(1));
        }

        /// <summary>The driver reports nonsense as valid when the sensor is unplugged.</summary>
        [TestMethod]
        public static void AReadingThatCannotBeIsAFaultUntilAGoodOneComes()
        {
            EventRing ring = Ring();
            Outbox outbox = new Outbox(ring);
            TemperatureSensor sensor = new TemperatureSensor(0, new Settings(), ring, new Counters());
            sensor.OnReading(2100, 0);

            sensor.OnReading(-14088, Second);
            sensor.OnReading(-14088, 2 * Second);
            sensor.OnReading(2100, 3 * Second);

            Assert.AreEqual(3, outbox.Fill(BatchFormat.MaxEvents));
            Assert.AreEqual(EventWord.Pack(EventKind.Fault, 0, true, (int)FaultReason.OutOfRange), outbox.Word(1));
            Assert.AreEqual(EventWord.Pack(EventKind.Fault, 0, false, (int)FaultReason.OutOfRange), outbox.Word(2));
        }

        /// <summary>Entered at the limit, left below the hysteresis.</summary>
        [TestMethod]
        public static void AThresholdIsEnteredOnceAndLeftOnce()
        {
            Settings settings = new Settings();
            settings.HighCentiCelsius = 3000;
            settings.DeadbandCentiCelsius = 100000;
            EventRing ring = Ring();
            Outbox outbox = new Outbox(ring);
            TemperatureSensor sensor = new TemperatureSensor(0, settings, ring, new Counters());

            sensor.OnReading(2900, 0);
            sensor.OnReading(3000, Second);
            sensor.OnReading(2990, 2 * Second);
            sensor.OnReading(2960, 3 * Second);

            Assert.AreEqual(3, outbox.Fill(BatchFormat.MaxEvents));
            Assert.AreEqual(EventWord.Pack(EventKind.Threshold, 0, true, 1), outbox.Word(1));
            Assert.AreEqual(EventWord.Pack(EventKind.Threshold, 0, false, 1), outbox.Word(2));
        }

        private static int Look(MotionSensor sensor, bool level, int ticks)
        {
            HandPin pin = new HandPin(level, ticks);
            return sensor.Look(pin, pin);
        }

        private static EventRing Ring()
        {
            return new EventRing(16, 1, new AutoResetEvent(false));
        }
    }
}
