using System.Globalization;
using NanoEvents.Bridge;
using StackExchange.Redis;

namespace NanoEvents.Redis;

/// <summary>
/// A stream of Redis as the target of a bridge. An entry has the fields <c>id</c> and <c>event</c>, the event as JSON. A script writes the entries and the
/// mark that they are there in one step, so no crash separates them.
/// </summary>
public sealed class RedisEventSink : IEventSink, IDeadLetters
{
    // If a bridge is killed, another one takes over after this time. A script checks the lease with each write, so a bridge that was only slow spoils nothing.
    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(6);

    private readonly string _bridge = $"{Guid.NewGuid():N}";
    private readonly RedisOptions _options;
    private readonly RedisAddress _address;
    private readonly MarkTable _marks = new();
    private ConnectionMultiplexer? _redis;
    private ITimer? _keeping;
    private string _turn = "";
    private int _turns;
    private long _writes;

    /// <summary>Creates a sink. It connects when the bridge runs.</summary>
    /// <param name="options">Which stream.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message says which and why.</exception>
    public RedisEventSink(RedisOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _address = options.Parse();
        _options = options with { };
    }

    private IDatabase Database => _redis?.GetDatabase() ?? throw new InvalidOperationException("The sink is not connected.");

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyCollection<BootMark>> LoadAsync(CancellationToken cancellationToken)
    {
        await CloseAsync().ConfigureAwait(false);
        _redis = await Connecting.OpenAsync(_options, cancellationToken).ConfigureAwait(false);
        _turn = string.Create(CultureInfo.InvariantCulture, $"{_bridge} {++_turns} {Environment.ProcessId} {Environment.MachineName}");
        _writes = 0;
        RedisResult held = await Database.ScriptEvaluateAsync(
            Scripts.Take, [_address.Lease, _address.Marks], [_bridge, _turn, Milliseconds(_lease)]).WaitAsync(cancellationToken).ConfigureAwait(false);
        if ((string?)held is { Length: > 0 } other)
        {
            throw new SinkBusyException(Describe(other));
        }

        ReadMarks(await Database.HashGetAllAsync(_address.Marks).WaitAsync(cancellationToken).ConfigureAwait(false));
        _keeping = _options.TimeProvider.CreateTimer(_ => Keep(), null, _lease / 3, _lease / 3);
        return _marks.All;
    }

    /// <inheritdoc/>
    public Task WriteAsync(IReadOnlyList<NanoEvent> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        List<RedisValue> arguments = [_turn, _writes, ++_writes, Milliseconds(_lease), _options.MaxLength, events.Count];
        foreach (NanoEvent e in events)
        {
            arguments.Add(EventId.Of(e));
            arguments.Add(RecordJson.Write(e));
        }

        foreach (string device in _marks.Set(events))
        {
            arguments.Add(device);
            arguments.Add(string.Join(' ', _marks.Of(device)));
        }

        // Called here, before anything is awaited: the calls are sent in this order.
        Task<RedisResult> written = Database.ScriptEvaluateAsync(Scripts.Write, [_address.Lease, _address.Marks, _address.Stream], [.. arguments]);
        return FinishAsync(written, cancellationToken);
    }

    /// <inheritdoc/>
    public Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(letter);
        NameValueEntry[] fields = [new("source", letter.Source), new("reason", letter.Reason), new("content", letter.Content)];
        return Database.StreamAddAsync(_address.DeadLetters, fields).WaitAsync(cancellationToken);
    }

    /// <summary>Gives the lease back, so that another bridge can begin at once, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_redis is { IsConnected: true })
            {
                await Database.ScriptEvaluateAsync(Scripts.Leave, [_address.Lease], [_turn]).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Then the lease ends by itself.
        }

        await CloseAsync().ConfigureAwait(false);
    }

    /// <summary>The address, without secrets.</summary>
    public override string ToString() => _address.ToString();

    private static async Task FinishAsync(Task<RedisResult> written, CancellationToken cancellationToken)
    {
        string? trouble = (string?)await written.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (trouble == "lease")
        {
            throw new InvalidOperationException("this bridge no longer has the lease: Redis was away for long, or another bridge has taken over");
        }

        if (trouble is { Length: > 0 })
        {
            throw new InvalidOperationException("Redis does not have the write before this one");
        }
    }

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private static string Describe(string turn)
    {
        string[] parts = turn.Split(' ', 4);
        return parts.Length == 4 ? $"another bridge writes there: process {parts[2]} on {parts[3]}" : "another bridge writes there";
    }

    private void ReadMarks(HashEntry[] entries)
    {
        _marks.Clear();
        foreach (string text in entries.SelectMany(entry => ((string?)entry.Value ?? "").Split(' ')))
        {
            if (BootMark.TryParse(text, out BootMark mark))
            {
                _marks.Set(mark);
            }
        }
    }

    private void Keep()
    {
        try
        {
            _ = _redis?.GetDatabase().ScriptEvaluateAsync(
                Scripts.Keep, [_address.Lease], [_turn, Milliseconds(_lease)], CommandFlags.FireAndForget);
        }
        catch (Exception e) when (e is RedisException or ObjectDisposedException)
        {
            // The next write finds out whether the lease is still there.
        }
    }

    private async ValueTask CloseAsync()
    {
        if (_keeping is { } keeping)
        {
            _keeping = null;
            await keeping.DisposeAsync().ConfigureAwait(false);
        }

        if (_redis is { } redis)
        {
            _redis = null;
            await redis.DisposeAsync().ConfigureAwait(false);
        }
    }
}
