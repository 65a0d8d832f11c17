namespace NanoEvents.Firmware
{
    /// <summary>The name of a board that was given none: <c>nano-</c> and the last three bytes of its MAC address, so that no two boards have the same.</summary>
    public static class DeviceName
    {
        private const string Digits = "0123456789abcdef";
        private const int LastBytes = 3;

        /// <summary>The name that a MAC address makes; null if there is no address.</summary>
        public static string Of(byte[] address)
        {
            if (address == null || address.Length < LastBytes)
            {
                return null;
            }

            char[] name = new char[2 * LastBytes];
            int any = 0;
            for (int i = 0; i < LastBytes; i++)
            {
                byte part = address[address.Length - LastBytes + i];
                any |= part;
                name[2 * i] = Digits[part >> 4];
                name[(2 * i) + 1] = Digits[part & 15];
            }

            return any == 0 ? null : "nano-" + new string(name);
        }
    }
}
