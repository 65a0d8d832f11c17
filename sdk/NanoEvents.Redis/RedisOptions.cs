using Microsoft.Extensions.Logging;

namespace NanoEvents.Redis;

/// <summary>Which stream of Redis to write or read, and how.</summary>
public sealed record RedisOptions
{
    /// <summary>
    /// The stream: <c>redis://[user@]host[:port][,host…]/stream</c>, or <c>rediss://…</c> for TLS. With several hosts they are nodes of one cluster.
    /// </summary>
    public string Address { get; set; } = "redis://127.0.0.1/nanoevents";

    /// <summary>The password of the user, or of the server if the address names no user.</summary>
    public string? Password { get; set; }

    /// <summary>TLS: a PEM file with the certificate of the authority to trust, instead of those of the system.</summary>
    public string? CaFile { get; set; }

    /// <summary>
    /// Writing: about how many entries the stream keeps (<c>MAXLEN ~</c>); 0 for all. Redis drops entries whether or not they have been read.
    /// </summary>
    public int MaxLength { get; set; }

    /// <summary>Reading: the consumer group to join. Null: read everything from the beginning, and then what comes.</summary>
    public string? Group { get; set; }

    /// <summary>Reading: the name of this reader in its group. Null: a random one.</summary>
    public string? Consumer { get; set; }

    /// <summary>
    /// Reading in a group: after which time entries that a reader took and has not handled are given to another reader. It must be longer than your
    /// code takes for a list of events, otherwise they are handled twice.
    /// </summary>
    public TimeSpan ClaimAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait before the second attempt to reach Redis; grows to a minute.</summary>
    public TimeSpan ReconnectDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where a reader logs; null for no log.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Where the stream is. Options contain passwords, and printed text may end in a log.</summary>
    /// <returns>One line without secrets.</returns>
    public override string ToString() =>
        $"{nameof(RedisOptions)} {{ Address = {(RedisAddress.TryParse(Address, out RedisAddress? address, out _) ? address : "?")} }}";

    /// <summary>Validates these options.</summary>
    /// <returns>One line for people, or null if the options are valid.</returns>
    public string? FindProblem() =>
        !RedisAddress.TryParse(Address, out RedisAddress? address, out string problem) ? problem
        : CaFile is not null && !address.UseTls ? "a certificate authority needs an address with rediss://"
        : CaFile is not null && !File.Exists(CaFile) ? $"the file {CaFile} is not there"
        : MaxLength < 0 ? "the length of the stream must be 0 or more"
        : Group is { Length: 0 } ? "the group must have a name"
        : Consumer is not null && Group is null ? "a consumer's name needs a group"
        : ClaimAfter < TimeSpan.FromMilliseconds(100) || ClaimAfter > TimeSpan.FromDays(1) ? "entries can be claimed after 0.1 seconds to 1 day"
        : ReconnectDelay <= TimeSpan.Zero || ReconnectDelay > TimeSpan.FromDays(1) ? "the reconnect delay must be above 0 and at most 1 day"
        : null;

    internal RedisAddress Parse() => FindProblem() is { } problem ? throw new ArgumentException(problem)
        : RedisAddress.TryParse(Address, out RedisAddress? address, out string why) ? address : throw new ArgumentException(why);
}
