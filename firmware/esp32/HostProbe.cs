using System.Net;
using System.Net.Sockets;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>Asks a host over a plain socket whether it is there. Each method may throw: no network, no such name, refused.</summary>
    public static class HostProbe
    {
        /// <summary>Connects, and closes the connection.</summary>
        public static void Reach(string host, int port)
        {
            using (Connect(host, port))
            {
            }
        }

        /// <summary>
        /// Whether the first byte of an answer to the beginning of a TLS handshake comes in time. nanoCLR's own handshake has no time-out and stops
        /// every thread: a host that accepts the connection and says nothing would stop the board for good.
        /// </summary>
        public static bool AnswersTls(string host, int port)
        {
            using (Socket socket = Connect(host, port))
            {
                socket.Send(TlsHello.Bytes);
                byte[] answer = new byte[1];
                return socket.Poll(TlsHello.PatienceMs * 1000, SelectMode.SelectRead)
                    && socket.Receive(answer) == 1
                    && (answer[0] == TlsHello.Handshake || answer[0] == TlsHello.Alert);
            }
        }

        private static Socket Connect(string host, int port)
        {
            IPAddress address = Dns.GetHostEntry(host).AddressList[0];
            Socket socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(new IPEndPoint(address, port));
                return socket;
            }
            catch (System.Exception)
            {
                socket.Close();
                throw;
            }
        }
    }
}
