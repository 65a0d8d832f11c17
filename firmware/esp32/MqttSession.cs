using System;
using System.Threading;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;
using NanoEvents.Firmware;
using NanoEvents.Protocol;

namespace NanoEvents.Esp32
{
    /// <summary>One connection of the MQTT client, from its opening to its close. Calls of the client after that are ignored.</summary>
    public sealed class MqttSession
    {
        private const int InflightMessages = 4;

        private readonly Settings _settings;
        private readonly string _online;
        private readonly ILinkListener _listener;
        private readonly AutoResetEvent _decided = new AutoResetEvent(false);
        private readonly string[] _topics = new string[2];
        private MqttClient _client;
        private int _token;

        // Read and written by the publishing thread and by the client's threads; each is one word.
        private bool _isOpen;
        private bool _isOver;

        /// <summary>Nothing happens before <see cref="Connect"/>.</summary>
        public MqttSession(Settings settings, string online, ILinkListener listener)
        {
            _settings = settings;
            _online = online;
            _listener = listener;
            _topics[Topic.Events] = Topic.Name(settings, TopicFormat.Events);
            _topics[Topic.State] = Topic.Name(settings, TopicFormat.State);
        }

        /// <summary>Connects and announces the device. Call it on its own thread, because it may never return.</summary>
        public void Connect()
        {
            try
            {
                string status = Topic.Name(_settings, TopicFormat.Status);
                bool tls = _settings.BrokerTls;

                // No certificate here: without one, nanoCLR looks into its own store for the authority's certificate, and for the device's
                // certificate with its key. The nanoevents command has written them there, and no file contains a copy.
                _client = new MqttClient(
                    _settings.BrokerHost, _settings.BrokerPort, tls, null, null, tls ? MqttSslProtocols.TLSv1_2 : MqttSslProtocols.None);
                _client.Settings.InflightQueueSize = InflightMessages;
                _client.MqttMsgPublished += OnPublished;
                _client.ConnectionClosed += OnClosed;
                string id = Topic.ClientId(_settings);
                MqttReasonCode answer = _client.Connect(
                    id, _settings.BrokerUser, _settings.BrokerPassword, true, MqttQoSLevel.AtLeastOnce, true, status, "offline", true, (ushort)_settings.KeepAliveSeconds);
                if (_isOver)
                {
                    // Too late: another session is connecting by now.
                    _client.Close();
                }
                else if (answer == MqttReasonCode.Success)
                {
                    // Its acknowledgement shows that the connection works.
                    _client.Publish(status, System.Text.Encoding.UTF8.GetBytes(_online), null, null, MqttQoSLevel.AtLeastOnce, true);
                    return;
                }
            }
            catch (Exception)
            {
                // No address, no route, refused, reset: the publisher retries in each case.
            }

            _decided.Set();
        }

        /// <summary>Waits for <see cref="Connect"/> to finish: true if messages can be sent.</summary>
        public bool WaitUntilOpen(int timeoutMs)
        {
            _decided.WaitOne(timeoutMs, false);
            return _isOpen;
        }

        /// <summary>Hands a message to the client, which keeps the array.</summary>
        public bool TryPublish(int topic, byte[] message, int token)
        {
            try
            {
                _token = token;
                _client.Publish(_topics[topic], message, null, null, MqttQoSLevel.AtLeastOnce, topic == Topic.State);
                return true;
            }
            catch (Exception)
            {
                // The queue is full, or the client is closing.
                return false;
            }
        }

        /// <summary>Closes the connection; the close is reported.</summary>
        public void Abort()
        {
            new Thread(Close).Start();
        }

        /// <summary>Gives up a connection that has not been opened.</summary>
        public void GiveUp()
        {
            _isOver = true;
            Abort();
        }

        private void Close()
        {
            try
            {
                _client.Close();
            }
            catch (Exception)
            {
                // It was not open, or is half closed: it is closed now.
            }

            OnClosed(null, null);
        }

        private void OnPublished(object sender, MqttMsgPublishedEventArgs e)
        {
            if (!_isOpen)
            {
                _isOpen = e.IsPublished;
                _decided.Set();
            }
            else if (!_isOver)
            {
                _listener.OnAcknowledged(_token, e.IsPublished);
            }
        }

        private void OnClosed(object sender, EventArgs e)
        {
            if (_isOpen && !_isOver)
            {
                _isOver = true;
                _listener.OnClosed();
            }

            _decided.Set();
        }
    }
}
