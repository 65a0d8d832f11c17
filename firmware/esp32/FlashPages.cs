using System;
using System.IO;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The pages of the store on the board's internal storage, drive I:, a file each.</summary>
    /// <remarks>
    /// Written bytes are in flash when the call returns: FileStream does not buffer. A write may be incomplete after a power cut; the store expects
    /// that.
    /// </remarks>
    public sealed class FlashPages : IPageStorage
    {
        private const string Prefix = "I:\\nanoevents.page";

        /// <inheritdoc/>
        public int Read(int slot, byte[] buffer, int most)
        {
            try
            {
                string path = Prefix + slot.ToString();
                if (!File.Exists(path))
                {
                    return 0;
                }

                using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
                {
                    int length = (int)file.Length;
                    return file.Read(buffer, 0, length < most ? length : most);
                }
            }
            catch (Exception)
            {
                // Treated as absent: its events are reported lost.
                return 0;
            }
        }

        /// <inheritdoc/>
        public bool TryWrite(int slot, byte[] buffer, int length)
        {
            try
            {
                using (FileStream file = new FileStream(Prefix + slot.ToString(), FileMode.Create, FileAccess.Write))
                {
                    file.Write(buffer, 0, length);
                }

                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }

        /// <inheritdoc/>
        public bool TryDelete(int slot)
        {
            try
            {
                string path = Prefix + slot.ToString();
                if (File.Exists(path))
                {
                    File.Delete(path);
                }

                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }
    }
}
