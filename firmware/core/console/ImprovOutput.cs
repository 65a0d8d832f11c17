using System;
using System.Text;

namespace NanoEvents.Firmware
{
    /// <summary>Writes the packets of Improv's serial protocol, each on a line of its own.</summary>
    public sealed class ImprovOutput
    {
        private const int HeaderBytes = 9;
        private const int MaxDataBytes = 255;

        // A reader that has caught half a line before it finds the packet after a line end.
        private static readonly byte[] _header = new byte[] { (byte)'\n', (byte)'I', (byte)'M', (byte)'P', (byte)'R', (byte)'O', (byte)'V', 1 };

        private readonly byte[] _data = new byte[MaxDataBytes];
        private readonly IConsoleOutput _output;
        private int _length;

        /// <summary>Nothing is written yet.</summary>
        public ImprovOutput(IConsoleOutput output)
        {
            _output = output;
        }

        /// <summary>Tells the state.</summary>
        public void State(int state)
        {
            SendByte(ImprovCode.TypeState, state);
        }

        /// <summary>Tells an error.</summary>
        public void Error(int error)
        {
            SendByte(ImprovCode.TypeError, error);
        }

        /// <summary>Answers a command with texts. What is too long for a packet is left out.</summary>
        public void Result(int command, string[] texts)
        {
            _data[0] = (byte)command;
            _length = 2;
            for (int i = 0; i < texts.Length; i++)
            {
                byte[] text = Encoding.UTF8.GetBytes(texts[i]);
                if (_length + 1 + text.Length <= MaxDataBytes)
                {
                    _data[_length++] = (byte)text.Length;
                    Array.Copy(text, 0, _data, _length, text.Length);
                    _length += text.Length;
                }
            }

            _data[1] = (byte)(_length - 2);
            Send(ImprovCode.TypeResult);
        }

        private void SendByte(int type, int value)
        {
            _data[0] = (byte)value;
            _length = 1;
            Send(type);
        }

        private void Send(int type)
        {
            byte[] line = new byte[1 + HeaderBytes + _length + 2];
            Array.Copy(_header, line, _header.Length);
            line[_header.Length] = (byte)type;
            line[_header.Length + 1] = (byte)_length;
            Array.Copy(_data, 0, line, 1 + HeaderBytes, _length);
            int sum = 0;
            for (int i = 1; i < line.Length - 2; i++)
            {
                sum += line[i];
            }

            line[line.Length - 2] = (byte)(sum & 0xFF);
            line[line.Length - 1] = (byte)'\n';
            _output.Write(line);
        }
    }
}
