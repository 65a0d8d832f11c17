using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>The topics that batches go to: `nanoevents/{device}/` and the name, after the prefix if one is set.</summary>
    public static class Topic
    {
        /// <summary>Batches of events; not retained.</summary>
        public const int Events = 0;

        /// <summary>The present values of all sources; retained.</summary>
        public const int State = 1;

        /// <summary>The names of the sources; retained.</summary>
        public const int Names = 2;

        /// <summary>How many there are.</summary>
        public const int Count = 3;

        /// <summary>The name of a topic, such as <c>site1/nanoevents/hall/events</c>.</summary>
        /// <param name="settings">The device's name, and the prefix.</param>
        /// <param name="end">One of the ends in <see cref="TopicFormat"/>.</param>
        public static string Name(Settings settings, string end)
        {
            return Prefixed(settings, TopicFormat.Root + "/" + settings.DeviceId + "/" + end);
        }

        /// <summary>All of them, by <see cref="Events"/>, <see cref="State"/> and <see cref="Names"/>.</summary>
        public static string[] All(Settings settings)
        {
            return new string[] { Name(settings, TopicFormat.Events), Name(settings, TopicFormat.State), Name(settings, TopicFormat.Names) };
        }

        /// <summary>Whether the broker keeps the last message of a topic for later subscribers.</summary>
        public static bool IsRetained(int topic)
        {
            return topic != Events;
        }

        /// <summary>The device's client id. It includes the prefix, so that devices of one name at two sites do not disconnect each other.</summary>
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
