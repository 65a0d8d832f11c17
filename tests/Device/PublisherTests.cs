using NanoEvents.Firmware;
using NanoEvents.Protocol;
using nanoFramework.TestFramework;

namespace NanoEvents.Device.Tests
{
    /// <summary>The whole firmware without its board: what is raised is sent, and sent again until the broker has it.</summary>
    [TestClass]
    public class PublisherTests
    {
        /// <summary>Names and a state tell what is present, then the first batch goes, with the events that waited.</summary>
        [TestMethod]
        public static void WhatWasRaisedBeforeTheConnectionIsSentWhenItIsThere()
        {
            HandLink link = new HandLink();
            NanoEvents.Firmware.Device device = Device(link, new HandClock());
            device.MotionSensors[0].Start(false, 0, 0);
            device.MotionSensors[0].OnEdge(true, 5);

            device.Step();
            Assert.AreEqual(Topic.Names, link.SentTopic);
            link.Acknowledge();
            device.Step();
            Assert.AreEqual(Topic.State, link.SentTopic);
            link.Acknowledge();
            device.Step();

            Assert.AreEqual(Topic.Events, link.SentTopic);
            Assert.AreEqual(1, device.Outbox.Count);
            link.Acknowledge();
            device.Step();
            Assert.IsTrue(device.Publisher.IsIdle);
        }

        /// <summary>A batch that was on its way when the connection went is sent again, with the same events.</summary>
        [TestMethod]
        public static void WhatWasOnItsWayWhenTheConnectionWentIsSentAgain()
        {
            HandClock clock = new HandClock();
            HandLink link = new HandLink();
            NanoEvents.Firmware.Device device = Device(link, clock);
            device.MotionSensors[0].Start(false, 0, 0);
            device.MotionSensors[0].OnEdge(true, 5);
            TellPresent(device, link);

            link.Close();
            device.Step();
            clock.UptimeMs += 120000;
            TellPresent(device, link);

            Assert.AreEqual(Topic.Events, link.SentTopic);
            Assert.AreEqual(1, device.Outbox.First);
            link.Acknowledge();
            device.Step();
            Assert.AreEqual(0, device.Outbox.Count);
        }

        // Names and state; then what waits is on its way.
        private static void TellPresent(NanoEvents.Firmware.Device device, HandLink link)
        {
            device.Step();
            link.Acknowledge();
            device.Step();
            link.Acknowledge();
            device.Step();
        }

        private static NanoEvents.Firmware.Device Device(HandLink link, HandClock clock)
        {
            return new NanoEvents.Firmware.Device(new Settings(), new Boot(1, BootCause.Unknown), 0, 1, clock, clock, link, new Backoff(1000, 60000, 1), 50);
        }

        private sealed class HandClock : IClock
        {
            public long UptimeMs { get; set; }
        }

        // A link that does what the test says.
        private sealed class HandLink : ILink
        {
            public int SentTopic;
            private ILinkListener _listener;
            private int _token;

            public bool TryOpen(ILinkListener listener)
            {
                _listener = listener;
                return true;
            }

            public bool TrySend(int topic, byte[] buffer, int length, int token)
            {
                SentTopic = topic;
                _token = token;
                return true;
            }

            public void Abort()
            {
                Close();
            }

            public void Acknowledge()
            {
                _listener.OnAcknowledged(_token, true);
            }

            public void Close()
            {
                _listener.OnClosed();
            }
        }
    }
}
