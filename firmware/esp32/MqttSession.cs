using System;
using System.Threading;
using NanoEvents.Firmware;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace NanoEvents.Esp32
{
    /// <summary>One connection of the MQTT client; <see cref="LinkSession"/> decides what its reports mean.</summary>
    public sealed class MqttSession
    {
        private readonly LinkSession _session;
        private readonly MqttOpening _opening;
        private MqttClient _client;

        /// <summary>Nothing happens before <see cref="Connect"/>.</summary>
        public MqttSession(MqttOpening opening, LinkSession session)
        {
            _opening = opening;
            _session = session;
        }

        /// <summary>Connects and announces the device. Call it on its own thread, because it may never return.</summary>
        public void Connect()
        {
            try
            {
                if (!_opening.Answers())
                {
                    _session.Failed();
                    return;
                }

                _client = _opening.CreateClient();
                _client.MqttMsgPublished += (sender, e) => _session.Published(e.IsPublished);
                _client.ConnectionClosed += (sender, e) => _session.Closed();
                if (_opening.TryOpen(_client, _session))
                {
                    return;
                }
            }
            catch (Exception)
            {
                // No address, no route, refused, reset: the publisher retries in each case.
            }

            _session.Failed();
        }

        /// <summary>Hands a message to the client, which keeps the array.</summary>
        public bool TryPublish(int topic, byte[] message, int token)
        {
            try
            {
                _session.Sending(token);
                _client.Publish(_opening.Topics[topic], message, null, null, MqttQoSLevel.AtLeastOnce, Topic.IsRetained(topic));
                return true;
            }
            catch (Exception)
            {
                // The queue is full, or the client is closing.
                return false;
            }
        }

        /// <summary>Closes the connection on another thread; the close is reported.</summary>
        public void Abort()
        {
            new Thread(Close).Start();
        }

        private void Close()
        {
            MqttClients.Close(_client);
            _session.Closed();
        }
    }
}
