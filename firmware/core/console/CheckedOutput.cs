using System.Text;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>Answers in the manner of the question: to a checked line each line ends in a blank, `*` and four hex digits, the CRC-16 of what stands before the blank.</summary>
    public sealed class CheckedOutput : IConsoleOutput
    {
        private readonly Crc16 _crc = new Crc16();
        private readonly IConsoleOutput _output;

        /// <summary>Lines without checks, until somebody wants them.</summary>
        public CheckedOutput(IConsoleOutput output)
        {
            _output = output;
        }

        /// <summary>Whether lines get a check.</summary>
        public bool IsChecked { get; set; }

        /// <inheritdoc/>
        public void WriteLine(string line)
        {
            if (!IsChecked)
            {
                _output.WriteLine(line);
                return;
            }

            byte[] bytes = Encoding.UTF8.GetBytes(line);
            int crc = _crc.Compute(bytes, bytes.Length);
            char[] check = new char[4];
            for (int i = 0; i < check.Length; i++)
            {
                check[i] = ConsoleInput.Digits[(crc >> (12 - (4 * i))) & 15];
            }

            _output.WriteLine(line + " *" + new string(check));
        }
    }
}
