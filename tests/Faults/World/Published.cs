namespace NanoEvents.Faults.Tests;

/// <summary>A batch as the broker has it.</summary>
/// <param name="Device">Under whose name it has come.</param>
/// <param name="Payload">Its bytes.</param>
/// <param name="Origin">The boot that has raised its events; null where it is forged.</param>
internal sealed record Published(string Device, byte[] Payload, TrueBoot? Origin);
