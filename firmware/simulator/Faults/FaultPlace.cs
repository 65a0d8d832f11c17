namespace NanoEvents.Simulator.Faults;

/// <summary>Where a fault happens.</summary>
public enum FaultPlace
{
    /// <summary>In the device, or on its way to the broker.</summary>
    Device,

    /// <summary>In the broker.</summary>
    Broker,

    /// <summary>In the program that reads, or on its way to the broker.</summary>
    Reader,

    /// <summary>In the world around them: only the tests' world can do it.</summary>
    World,
}
