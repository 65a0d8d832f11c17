using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace NanoEvents;

/// <summary>
/// Reads the events of NanoEvents devices from an MQTT broker: each once, in order and with its time, and told where one is missing.
/// </summary>
/// <example>
/// <code>
/// await using var client = new EventClient("mqtt://127.0.0.1:1883");
/// await foreach (NanoEvent e in client.ReadAsync())
/// {
///     Console.WriteLine(e);
/// }
/// </code>
/// </example>
public sealed class EventClient : IAsyncDisposable
{
    private readonly EventClientOptions _options;
    private readonly ClientCounts _counts = new();
    private readonly TimelineCounts _timelineCounts = new();
    private readonly Remarks _remarks;
    private readonly CancellationTokenSource _disposed = new();
    private EventReading? _reading;
    private int _isReading;

    /// <summary>Makes a client; nothing is sent before something is read.</summary>
    /// <param name="options">Where the broker is, and how to read.</param>
    /// <exception cref="ArgumentException">The options cannot be; the message says which and why.</exception>
    public EventClient(EventClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.FindProblem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        _options = options;
        _remarks = new Remarks(options.LoggerFactory);
    }

    /// <summary>Makes a client with the usual options.</summary>
    /// <param name="broker">The broker: <c>mqtt://[user[:password]@]host[:port]</c>, or <c>mqtts://…</c> for TLS.</param>
    public EventClient(string broker)
        : this(new EventClientOptions { Broker = broker })
    {
    }

    /// <summary>Tells what people should know: connected, waiting for the broker, a message left out. Comes on any thread.</summary>
    public event Action<Remark>? Remarked
    {
        add => _remarks.Made += value;
        remove => _remarks.Made -= value;
    }

    /// <summary>Whether the broker is connected now.</summary>
    public bool IsConnected => _reading?.IsConnected ?? false;

    /// <summary>What has been counted.</summary>
    public ClientStats Stats => _counts.Snapshot(_timelineCounts.Snapshot());

    /// <summary>What is known now of every device that the reader has heard of.</summary>
    public IReadOnlyList<DeviceState> Devices => _reading?.Devices.ToList() ?? [];

    /// <summary>What is known now of one device.</summary>
    /// <param name="device">Its name.</param>
    /// <param name="state">The state, where the reader has heard of the device.</param>
    public bool TryGetState(string device, [NotNullWhen(true)] out DeviceState? state)
    {
        state = null;
        return _reading?.TryGetState(device, out state) ?? false;
    }

    /// <summary>
    /// Reads events for as long as it is enumerated. Asking for the next event says that the one before is handled; a batch is acknowledged
    /// to the broker after its last event. Where the loop is left or ends with an exception, what was not handled comes again on the next
    /// run, given a <see cref="EventClientOptions.Session"/>.
    /// </summary>
    /// <param name="filter">Which events; null for all.</param>
    /// <param name="cancellationToken">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="BrokerRefusedException">The broker refuses the user, the client or the subscription.</exception>
    /// <remarks>One enumeration at a time. An absent broker is waited for, for ever; <see cref="Remarked"/> tells.</remarks>
    public IAsyncEnumerable<NanoEvent> ReadAsync(EventFilter? filter = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        filter ??= EventFilter.All;
        if (filter.Device is { } device && !DeviceName.IsValid(device))
        {
            throw new ArgumentException("a device has a name of 1 to 32 characters out of A-Z a-z 0-9 _ -", nameof(filter));
        }

        return EnumerateAsync(filter, cancellationToken);
    }

    /// <summary>Reads the events of one device; otherwise as <see cref="ReadAsync(EventFilter, CancellationToken)"/>.</summary>
    /// <param name="device">Its name.</param>
    /// <param name="cancellationToken">Ends the reading with an <see cref="OperationCanceledException"/>.</param>
    public IAsyncEnumerable<NanoEvent> ReadAsync(string device, CancellationToken cancellationToken = default) =>
        ReadAsync(new EventFilter { Device = device }, cancellationToken);

    /// <summary>Ends the reading, if there is one, and frees everything.</summary>
    public async ValueTask DisposeAsync()
    {
        // Not disposed of: a reading that is just ending may still look at it.
        await _disposed.CancelAsync().ConfigureAwait(false);
    }

    private async IAsyncEnumerable<NanoEvent> EnumerateAsync(EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isReading, 1) != 0)
        {
            throw new InvalidOperationException("This client is reading already. Use one client for each loop.");
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        var reading = new EventReading(_options, filter.Device, _counts, _timelineCounts, _remarks, ending.Token);
        try
        {
            _reading = reading;
            reading.Start();
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await reading.ReceiveAsync().ConfigureAwait(false);
                while (reading.TryTake(out Ready ready))
                {
                    if (ready.Token is { } due)
                    {
                        await reading.AcknowledgeAsync(due).ConfigureAwait(false);
                    }
                    else if (filter.Accepts(ready.Event))
                    {
                        ending.Token.ThrowIfCancellationRequested();
                        yield return ready.Event;
                    }
                }
            }
        }
        finally
        {
            await reading.DisposeAsync().ConfigureAwait(false);
            Volatile.Write(ref _isReading, 0);
        }
    }
}
