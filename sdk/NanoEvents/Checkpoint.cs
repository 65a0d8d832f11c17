namespace NanoEvents;

/// <summary>
/// The last event of a device that was handled. Store it with your own data, give it to <see cref="EventClientOptions.Checkpoints"/>
/// or <see cref="EventFilter.After"/> on the next run, and what has been handled does not come again.
/// </summary>
/// <param name="Device">The device.</param>
/// <param name="BootId">The boot to which the sequence number belongs.</param>
/// <param name="Sequence">The last number that was handled; 0 where only the start of the device was.</param>
/// <remarks>
/// Every event has one (<see cref="NanoEvent.Checkpoint"/>). A loss by restart has no number of its own and carries that of the event
/// before it: it is the one event that can come twice, when the program ends right after it.
/// </remarks>
public readonly record struct Checkpoint(string Device, int BootId, uint Sequence);
