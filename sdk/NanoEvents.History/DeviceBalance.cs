namespace NanoEvents.History;

/// <summary>What became of the events of a device: raised is delivered plus lost.</summary>
/// <param name="Device">The device.</param>
/// <param name="Delivered">Events with a number that the history has taken, also those that it no longer keeps.</param>
/// <param name="Lost">Events that are lost, by cause; a loss of unknown size counts 0.</param>
/// <param name="Boots">How often the device has started.</param>
public sealed record DeviceBalance(string Device, long Delivered, IReadOnlyDictionary<LossCause, long> Lost, long Boots)
{
    /// <summary>Delivered and lost events together.</summary>
    public long Raised => Delivered + Lost.Values.Sum();
}
