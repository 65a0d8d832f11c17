namespace NanoEvents.Cli.Certificates;

/// <summary>The role of the holder of a certificate.</summary>
internal enum Role
{
    /// <summary>The broker itself.</summary>
    Broker,

    /// <summary>Writes only under its own name.</summary>
    Device,

    /// <summary>Reads all events, and writes nothing.</summary>
    Reader,
}
