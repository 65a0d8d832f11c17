using System;
using System.IO;
using NanoEvents.Firmware;

namespace NanoEvents.Esp32
{
    /// <summary>The settings on the board's internal storage, drive I:. The nanoevents command puts the same files there over the USB cable.</summary>
    public sealed class FlashSettings : ISettingsStore
    {
        private const string Drive = "I:\\";

        /// <inheritdoc/>
        public byte[] Read(int slot)
        {
            try
            {
                string path = Drive + SettingsSlot.FileName(slot);
                return File.Exists(path) ? File.ReadAllBytes(path) : null;
            }
            catch (Exception)
            {
                // A file that cannot be read counts as incomplete: the other file is there.
                return null;
            }
        }

        /// <inheritdoc/>
        public bool TryWrite(int slot, byte[] bytes)
        {
            try
            {
                File.WriteAllBytes(Drive + SettingsSlot.FileName(slot), bytes);
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
                string path = Drive + SettingsSlot.FileName(slot);
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
