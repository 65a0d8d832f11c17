namespace NanoEvents;

/// <summary>The broker does not support the MQTT version that was tried.</summary>
internal sealed class VersionRefusedException : Exception
{
    public VersionRefusedException()
        : base("it refuses this version of MQTT")
    {
    }
}
