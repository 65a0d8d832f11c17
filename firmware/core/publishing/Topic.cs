using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>The topics that batches go to: `nanoevents/{device}/` and the name, behind the prefix where one is set.</summary>
    public static class Topic
    {
        /// <summary>Batches of events; not retained.</summary>
        public const int Events = 0;

        /// <summary>What every source shows now; retained.</summary>
        public const int State = 1;

        /// <summary>The name of a topic, such as <c>site1/nanoevents/hall/events</c>.</summary>
        /// <param name="settings">The device's name, and the prefix.</param>
        /// <param name="end">One of the ends in <see cref="TopicFormat"/>.</param>
        public static string Name(Settings settings, string end)
        {
            return Prefixed(settings, TopicFormat.Root + "/" + settings.DeviceId + "/" + end);
        }

        /// <summary>What the device is called at the broker: two sites' halls must not throw each other out.</summary>
        public static string ClientId(Settings settings)
        {
            return Prefixed(settings, settings.DeviceId);
        }

        private static string Prefixed(Settings settings, string text)
        {
            return settings.BrokerPrefix.Length == 0 ? text : settings.BrokerPrefix + "/" + text;
        }
    }
}
