namespace NanoEvents.Cli.Certificates;

/// <summary>What the holder of a certificate is there for.</summary>
internal enum Role
{
    /// <summary>The broker itself.</summary>
    Broker,

    /// <summary>Writes under its own name alone.</summary>
    Device,

    /// <summary>Reads all events, and writes nothing.</summary>
    Reader,
}
