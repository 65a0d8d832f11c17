using System;
using System.Threading;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The way to the broker, over M2Mqtt. A client connects on its own thread, because it may hang.</summary>
    public sealed class MqttLink : ILink
    {
        private const int ConnectMs = 60000;

        private readonly MqttOpening _opening;
        private readonly INetwork _network;
        private MqttSession _session;

        /// <summary>A link that is not open yet.</summary>
        /// <param name="settings">The settings.</param>
        /// <param name="online">The beginning of the status topic's text.</param>
        /// <param name="faults">What could not be had; the text says so.</param>
        /// <param name="network">The network below it.</param>
        public MqttLink(Settings settings, string online, StartFaults faults, INetwork network)
        {
            _opening = new MqttOpening(settings, online, faults);
            _network = network;
        }

        /// <inheritdoc/>
        public bool TryOpen(ILinkListener listener)
        {
            // Before the time is known every certificate is not yet valid, and a handshake would only stop the other threads.
            if (!_network.TryJoin() || (_opening.NeedsTime && !NetworkTime.IsKnown()))
            {
                return false;
            }

            LinkSession session = new LinkSession(listener);
            _session = new MqttSession(_opening, session);
            new Thread(_session.Connect).Start();
            if (session.WaitUntilOpen(ConnectMs))
            {
                return true;
            }

            session.GiveUp();
            _session.Abort();
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

    /// <summary>The network below the MQTT client.</summary>
    public interface INetwork
    {
        /// <summary>Makes sure that the board has an address; blocks for a while if it has none.</summary>
        bool TryJoin();
    }
}
