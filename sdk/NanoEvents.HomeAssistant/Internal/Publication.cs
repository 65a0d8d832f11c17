namespace NanoEvents.HomeAssistant;

/// <summary>A message for Home Assistant.</summary>
/// <param name="Topic">Where.</param>
/// <param name="Payload">What: JSON or text; empty clears a retained one.</param>
/// <param name="IsRetained">Whether the broker keeps it.</param>
internal readonly record struct Publication(string Topic, string Payload, bool IsRetained);
