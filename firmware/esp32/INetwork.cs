namespace NanoEvents.Esp32
{
    /// <summary>What the MQTT client needs below it.</summary>
    public interface INetwork
    {
        /// <summary>Makes sure that the board has an address; blocks for a while where it has none.</summary>
        bool TryJoin();
    }
}
