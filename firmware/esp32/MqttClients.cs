using NanoEvents.Firmware;
using nanoFramework.M2Mqtt;

namespace NanoEvents.Esp32
{
    /// <summary>Makes MQTT clients as the settings say, and closes them.</summary>
    public static class MqttClients
    {
        private const int InflightMessages = 4;

        /// <summary>A client of its own for each connection, because a client looks up the broker's address only once.</summary>
        public static MqttClient Create(Settings settings)
        {
            // No certificate here: without one, nanoCLR looks into its own store for the authority's certificate, and for the device's certificate
            // with its key. The nanoevents command has written them there, and no file contains a copy.
            bool tls = settings.BrokerTls;
            MqttSslProtocols protocol = tls ? MqttSslProtocols.TLSv1_2 : MqttSslProtocols.None;
            MqttClient client = new MqttClient(settings.BrokerHost, settings.BrokerPort, tls, null, null, protocol);
            client.Settings.InflightQueueSize = InflightMessages;
            return client;
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
