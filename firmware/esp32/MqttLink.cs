using System;
using System.Threading;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>
    /// The way to the broker, over M2Mqtt. A client is made for each connection, because a client looks up the broker's address only once. It
    /// connects on its own thread, because it may hang.
    /// </summary>
    public sealed class MqttLink : ILink
    {
        private const int ConnectMs = 60000;

        private readonly Settings _settings;
        private readonly string _online;
        private readonly INetwork _network;
        private MqttSession _session;

        /// <summary>A link that is not open yet.</summary>
        public MqttLink(Settings settings, string online, INetwork network)
        {
            _settings = settings;
            _online = online;
            _network = network;
        }

        /// <inheritdoc/>
        public bool TryOpen(ILinkListener listener)
        {
            if (!_network.TryJoin())
            {
                return false;
            }

            _session = new MqttSession(_settings, _online, listener);
            new Thread(_session.Connect).Start();
            if (_session.WaitUntilOpen(ConnectMs))
            {
                return true;
            }

            _session.GiveUp();
            return false;
        }

        /// <inheritdoc/>
        public bool TrySend(int topic, byte[] buffer, int length, int token)
        {
            // A new array each time, because the MQTT client keeps the array.
            byte[] message = new byte[length];
            Array.Copy(buffer, message, length);
            return _session.TryPublish(topic, message, token);
        }

        /// <inheritdoc/>
        public void Abort()
        {
            _session.Abort();
        }
    }
}
