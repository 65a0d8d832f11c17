namespace NanoEvents.Firmware
{
    /// <summary>
    /// What has been handed to the MQTT client, by topic: messages, and the bytes of their payloads. What the client and the network add is not known
    /// here: topics, acknowledgements, pings, repetitions, TLS and TCP.
    /// </summary>
    /// <remarks>Only the publisher writes it; others may read it.</remarks>
    public sealed class Traffic
    {
        private readonly int[] _messages = new int[Topic.Count];
        private readonly long[] _bytes = new long[Topic.Count];

        /// <summary>How often a connection was opened; each time, the status is sent, too.</summary>
        public int Connections { get; private set; }

        /// <summary>How many messages a topic has got.</summary>
        public int Messages(int topic)
        {
            return _messages[topic];
        }

        /// <summary>The bytes of their payloads.</summary>
        public long Bytes(int topic)
        {
            return _bytes[topic];
        }

        /// <summary>A connection has been opened.</summary>
        public void Opened()
        {
            Connections++;
        }

        /// <summary>A message is on its way.</summary>
        public void Sent(int topic, int bytes)
        {
            _messages[topic]++;
            _bytes[topic] += bytes;
        }
    }
}
