using System.Text;
using NanoEvents.Firmware;
using NanoEvents.Protocol;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace NanoEvents.Esp32
{
    /// <summary>Makes MQTT clients as the settings say, connects them and announces the device.</summary>
    public sealed class MqttOpening
    {
        private const int InflightMessages = 4;

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
            Topics = Topic.Names(settings);
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
            return !_settings.BrokerTls || TlsProbe.Answers(_settings.BrokerHost, _settings.BrokerPort);
        }

        /// <summary>A client of its own for each connection, because a client looks up the broker's address only once.</summary>
        public MqttClient CreateClient()
        {
            // No certificate here: without one, nanoCLR looks into its own store for the authority's certificate, and for the device's certificate
            // with its key. The nanoevents command has written them there, and no file contains a copy.
            bool tls = _settings.BrokerTls;
            MqttSslProtocols protocol = tls ? MqttSslProtocols.TLSv1_2 : MqttSslProtocols.None;
            MqttClient client = new MqttClient(_settings.BrokerHost, _settings.BrokerPort, tls, null, null, protocol);
            client.Settings.InflightQueueSize = InflightMessages;
            return client;
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
                client.Close();
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

        /// <summary>Closes a client, whatever its state is.</summary>
        public static void Close(MqttClient client)
        {
            try
            {
                client.Close();
            }
            catch (System.Exception)
            {
                // It was not open, or is half closed: it is closed now.
            }
        }
    }
}
