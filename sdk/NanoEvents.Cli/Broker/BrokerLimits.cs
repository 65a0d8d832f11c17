namespace NanoEvents.Cli;

/// <summary>The limits of the built-in broker. Enough for a house; a batch has at most 1 KiB.</summary>
internal sealed record BrokerLimits
{
    /// <summary>The largest packet in bytes. Clients with MQTT 5 are told this limit.</summary>
    public int MaxPacketBytes { get; init; } = 64 * 1024;

    /// <summary>The largest first packet in bytes: CONNECT, with a will and a password.</summary>
    public int MaxConnectBytes { get; init; } = 8 * 1024;

    /// <summary>Clients that are connected.</summary>
    public int MaxConnections { get; init; } = 256;

    /// <summary>How many connections may be open that have not logged in yet.</summary>
    public int MaxUnnamed { get; init; } = 32;

    /// <summary>How long a connection may take to log in.</summary>
    public TimeSpan ConnectPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many topic aliases a client may use.</summary>
    public ushort MaxTopicAliases { get; init; } = 32;

    /// <summary>How many wrong passwords an address may send before it has to wait.</summary>
    public int MaxWrongPasswords { get; init; } = 5;

    /// <summary>How long it then has to wait.</summary>
    public TimeSpan WrongPasswordPause { get; init; } = TimeSpan.FromSeconds(10);
}
