using System.Text;
using NanoEvents.Firmware;
using NanoEvents.Protocol;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace NanoEvents.Esp32
{
    /// <summary>Connects MQTT clients as the settings say, and announces the device.</summary>
    public sealed class MqttOpening
    {
        private readonly Settings _settings;
        private readonly string _online;
        private readonly StartFaults _faults;
        private readonly string _status;

        /// <summary>Nothing is opened yet.</summary>
        public MqttOpening(Settings settings, string online, StartFaults faults)
        {
            _faults = faults;
            _settings = settings;
            _online = online;
            _status = Topic.Name(settings, TopicFormat.Status);
            Topics = Topic.All(settings);
        }

        /// <summary>The names of the topics, by <see cref="Topic"/>.</summary>
        public readonly string[] Topics;

        /// <summary>Whether the connection needs the time, to check certificates.</summary>
        public bool NeedsTime
        {
            get { return _settings.BrokerTls; }
        }

        /// <summary>Whether the broker answers the beginning of a handshake; true without TLS. It waits, and other threads run meanwhile.</summary>
        public bool Answers()
        {
            return !_settings.BrokerTls || HostProbe.AnswersTls(_settings.BrokerHost, _settings.BrokerPort);
        }

        /// <summary>A client of its own for each connection.</summary>
        public MqttClient CreateClient()
        {
            return MqttClients.Create(_settings);
        }

        /// <summary>Connects a client and announces the device; false if the broker refuses it, or the link has given it up.</summary>
        public bool TryOpen(MqttClient client, LinkSession session)
        {
            string id = Topic.ClientId(_settings);
            ushort keepAlive = (ushort)_settings.KeepAliveSeconds;
            MqttReasonCode answer = client.Connect(
                id, _settings.BrokerUser, _settings.BrokerPassword, true, MqttQoSLevel.AtLeastOnce, true, _status, "offline", true, keepAlive);
            if (session.IsOver)
            {
                // Too late: another session is connecting by now.
                MqttClients.Close(client);
                return false;
            }

            if (answer != MqttReasonCode.Success)
            {
                return false;
            }

            // Its acknowledgement shows that the connection works.
            client.Publish(_status, Encoding.UTF8.GetBytes(_online + _faults.Status()), null, null, MqttQoSLevel.AtLeastOnce, true);
            return true;
        }
    }
}
