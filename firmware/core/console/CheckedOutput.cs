using System.Text;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// Answers with checks if the question had one: each line then ends in a blank, `*` and four hex digits, the CRC-16 of the text before the blank.
    /// </summary>
    public sealed class CheckedOutput : IConsoleOutput
    {
        private readonly IConsoleOutput _output;

        /// <summary>Starts without checks.</summary>
        public CheckedOutput(IConsoleOutput output)
        {
            _output = output;
        }

        /// <summary>Whether lines get a check.</summary>
        public bool IsChecked { get; set; }

        /// <inheritdoc/>
        public void Write(byte[] bytes)
        {
            _output.Write(bytes);
        }

        /// <inheritdoc/>
        public void WriteLine(string line)
        {
            if (!IsChecked)
            {
                _output.WriteLine(line);
                return;
            }

            byte[] bytes = Encoding.UTF8.GetBytes(line);
            int crc = Crc16.Compute(bytes, bytes.Length);
            char[] check = new char[4];
            for (int i = 0; i < check.Length; i++)
            {
                check[i] = ConsoleInput.Digits[(crc >> (12 - (4 * i))) & 15];
            }

            _output.WriteLine(line + " *" + new string(check));
        }
    }
}
