namespace NanoEvents.Firmware.Tests.Support;

/// <summary>A message that a device handed to its link.</summary>
internal sealed record SentMessage(long AtMs, int Topic, int Token, BatchBytes Batch, int Bytes)
{
    public bool IsEvents => Topic == Firmware.Topic.Events;

    public bool IsState => Topic == Firmware.Topic.State;
}
