using System.Net;
using System.Net.Sockets;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>
    /// Asks a host over a plain socket whether it answers the beginning of a TLS handshake. nanoCLR's own handshake has no time-out and stops every
    /// thread: a host that accepts the connection and says nothing would stop the board for good.
    /// </summary>
    public static class TlsProbe
    {
        /// <summary>Whether the first byte of an answer comes in time. May throw: no network, no such name, refused.</summary>
        public static bool Answers(string host, int port)
        {
            IPAddress address = Dns.GetHostEntry(host).AddressList[0];
            using (Socket socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
            {
                socket.Connect(new IPEndPoint(address, port));
                socket.Send(TlsHello.Bytes);
                byte[] answer = new byte[1];
                return socket.Poll(TlsHello.PatienceMs * 1000, SelectMode.SelectRead)
                    && socket.Receive(answer) == 1
                    && (answer[0] == TlsHello.Handshake || answer[0] == TlsHello.Alert);
            }
        }
    }
}
