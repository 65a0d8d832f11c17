namespace NanoEvents.Cli;

/// <summary>What the broker inside bears. For a house, not for a city: a batch has 1 KiB at most.</summary>
internal sealed record BrokerLimits
{
    /// <summary>The bytes of a packet, which clients of MQTT 5 are told.</summary>
    public int MaxPacketBytes { get; init; } = 64 * 1024;

    /// <summary>The bytes of what comes before anybody has said who he is: CONNECT, with a will and a password.</summary>
    public int MaxConnectBytes { get; init; } = 8 * 1024;

    /// <summary>Clients that are connected.</summary>
    public int MaxConnections { get; init; } = 256;

    /// <summary>Connections of which nobody has said yet whose they are.</summary>
    public int MaxUnnamed { get; init; } = 32;

    /// <summary>How long a connection may take to say it.</summary>
    public TimeSpan ConnectPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Topics that a client may have a number for.</summary>
    public ushort MaxTopicAliases { get; init; } = 32;

    /// <summary>Wrong passwords that an address may give before it has to wait.</summary>
    public int MaxWrongPasswords { get; init; } = 5;

    /// <summary>How long it waits then.</summary>
    public TimeSpan WrongPasswordPause { get; init; } = TimeSpan.FromSeconds(10);
}
