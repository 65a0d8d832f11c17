namespace NanoEvents.Benchmarks.Day;

/// <summary>A message that the device has handed to its link.</summary>
/// <param name="AtMs">When, by the device's uptime.</param>
/// <param name="Topic">The topic, as the firmware numbers it.</param>
/// <param name="Payload">The bytes of the payload.</param>
internal readonly record struct SentMessage(long AtMs, int Topic, int Payload);
