namespace NanoEvents;

/// <summary>
/// The last event of a device that was handled. Store it with your own data, and pass it to <see cref="EventClientOptions.Checkpoints"/> or
/// <see cref="EventFilter.After"/> on the next run. Then you do not get events again that you have handled.
/// </summary>
/// <param name="Device">The device.</param>
/// <param name="BootId">The boot to which the sequence number belongs.</param>
/// <param name="Sequence">The last number that was handled; 0 if only the start of the device was handled.</param>
/// <remarks>
/// Every event has one (<see cref="NanoEvent.Checkpoint"/>). A loss by restart has no number, and its checkpoint is that of the event before it. If
/// your program ends right after such a loss, the next run gets the loss again.
/// </remarks>
public readonly record struct Checkpoint(string Device, int BootId, uint Sequence);
