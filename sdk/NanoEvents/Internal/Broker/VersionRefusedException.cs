namespace NanoEvents;

/// <summary>The broker does not speak the version of MQTT that was tried.</summary>
internal sealed class VersionRefusedException : Exception
{
    public VersionRefusedException()
        : base("it refuses this version of MQTT")
    {
    }
}
