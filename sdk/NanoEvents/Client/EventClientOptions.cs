using Microsoft.Extensions.Logging;

namespace NanoEvents;

/// <summary>How an <see cref="EventClient"/> finds its broker and reads.</summary>
public sealed record EventClientOptions
{
    /// <summary>The broker: <c>mqtt://[user[:password]@]host[:port]</c>, or <c>mqtts://…</c> for TLS.</summary>
    public string Broker { get; init; } = "mqtt://127.0.0.1:1883";

    /// <summary>The user; takes the place of one in <see cref="Broker"/>.</summary>
    public string? UserName { get; init; }

    /// <summary>The password; takes the place of one in <see cref="Broker"/>.</summary>
    public string? Password { get; init; }

    /// <summary>
    /// A name under which the broker keeps what comes while this program is not there, and what it had not handled. Each program that reads
    /// needs its own. Null: nothing is kept.
    /// </summary>
    public string? Session { get; init; }

    /// <summary>How long the broker keeps a session that nobody uses (MQTT 5; older brokers have a setting of their own).</summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The MQTT client id; null for one made of <see cref="Session"/>, or a random one.</summary>
    public string? ClientId { get; init; }

    /// <summary>How long a missing batch is waited for before it is reported lost. Later events of that device wait with it.</summary>
    public TimeSpan GapPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait before the second attempt to reach the broker; grows to a minute.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many unacknowledged batches the broker may send (MQTT 5 Receive Maximum).</summary>
    public int ReceiveMaximum { get; init; } = 32;

    /// <summary>How many devices are followed; messages of more are left out and counted.</summary>
    public int MaxDevices { get; init; } = 10_000;

    /// <summary>The last event of each device that was handled: what came up to it does not come again.</summary>
    public IReadOnlyCollection<Checkpoint> Checkpoints { get; init; } = [];

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where remarks are logged; null for nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Finds what is wrong with these options.</summary>
    /// <returns>One line for people, or null where nothing is wrong.</returns>
    public string? FindProblem()
    {
        if (!BrokerAddress.TryParse(Broker, out _, out string problem))
        {
            return problem;
        }

        return Session is { Length: 0 } ? "the session must have a name, or be null"
            : ClientId is { Length: 0 } ? "the client id must not be empty"
            : Password is not null && UserName is null ? "a password needs a user name"
            : GapPatience < TimeSpan.Zero || GapPatience > TimeSpan.FromDays(1) ? "the gap patience must be 0 to 1 day"
            : ReconnectDelay <= TimeSpan.Zero || ReconnectDelay > TimeSpan.FromDays(1) ? "the reconnect delay must be above 0 and at most 1 day"
            : SessionExpiry < TimeSpan.Zero || SessionExpiry.TotalSeconds >= uint.MaxValue ? "the session expiry must be 0 to 136 years"
            : ReceiveMaximum is < 1 or > 1024 ? "the receive maximum must be 1 to 1024"
            : Checkpoints.DistinctBy(c => c.Device).Count() < Checkpoints.Count ? "a device must have one checkpoint, its last"
            : MaxDevices < 1 ? "the most devices must be at least 1"
            : null;
    }
}
