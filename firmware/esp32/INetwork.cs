namespace NanoEvents.Esp32
{
    /// <summary>The network below the MQTT client.</summary>
    public interface INetwork
    {
        /// <summary>Makes sure that the board has an address; blocks for a while if it has none.</summary>
        bool TryJoin();
    }
}
