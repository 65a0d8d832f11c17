using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace NanoEvents.Testing;

/// <summary>
/// An <see cref="IEventClient"/> without a broker: a test makes things happen at its devices, and the code under test reads them. Numbers, times,
/// losses and states come from the real client's code.
/// </summary>
/// <example>
/// <code>
/// await using var client = new FakeEventClient();
/// client.Device("hall").Temperature(21.5).Motion(true);
/// client.Complete();
/// await new YourHandler().RunAsync(client);
/// Assert.Equal(2, client.Handled.Count);
/// </code>
/// </example>
public sealed class FakeEventClient : IEventClient
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FakeDevice> _devices = new(StringComparer.Ordinal);
    private readonly TimelineCounts _counts = new();
    private readonly FakeEvents _events = new();
    private readonly TimeProvider _time;

    // Since when the loop has been at its present event, in UTC ticks; 0 if it waits for the next one.
    private long _inHand;

    /// <summary>Creates a client without any events.</summary>
    /// <param name="time">The clock of its devices; null for the system's clock.</param>
    public FakeEventClient(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public event EventHandler<NoticeEventArgs>? NoticeReceived;

    /// <inheritdoc/>
    public bool IsConnected { get; set; } = true;

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings { get; set; } = [];

    /// <summary>The events that have been handled, in order: those after which the code asked for the next event.</summary>
    public IReadOnlyList<NanoEvent> Handled => _events.Handled;

    /// <inheritdoc/>
    public ClientStats Stats => _counts.Complete(default) with
    {
        Behind = Interlocked.Read(ref _inHand) is > 0 and { } ticks ? TimeSpan.FromTicks(_time.GetUtcNow().UtcTicks - ticks) : TimeSpan.Zero,
    };

    /// <inheritdoc/>
    public IReadOnlyList<DeviceState> Devices
    {
        get
        {
            lock (_lock)
            {
                return [.. _devices.Values.Where(d => !d.IsGone).Select(d => d.GetState())];
            }
        }
    }

    /// <summary>A device. It starts when you first call this.</summary>
    /// <param name="name">1 to 32 characters out of A-Z a-z 0-9 _ -; under a topic prefix such as <c>site1/hall</c>.</param>
    public FakeDevice Device(string name)
    {
        if (!DeviceName.IsValidUnderPrefix(name))
        {
            throw new ArgumentException("a device has a name of 1 to 32 characters out of A-Z a-z 0-9 _ -, under a topic prefix such as site1/hall", nameof(name));
        }

        lock (_lock)
        {
            if (!_devices.TryGetValue(name, out FakeDevice? device))
            {
                device = new FakeDevice(name, _time, _counts, _events.Add);
                _devices[name] = device;
            }

            return device;
        }
    }

    /// <summary>A message comes that is no batch. Only <see cref="ReadBatchesAsync"/> gives it out.</summary>
    /// <param name="message">The message.</param>
    public void Send(UndecodedMessage message) => _events.Add(message);

    /// <summary>Ends the stream: loops end when they have read everything.</summary>
    public void Complete() => _events.Complete();

    /// <summary>Makes a notice, as the real client does about its broker.</summary>
    /// <param name="notice">What to say.</param>
    public void Notice(Notice notice) => NoticeReceived?.Invoke(this, new NoticeEventArgs(notice));

    /// <inheritdoc/>
    public bool TryGetState(string device, [NotNullWhen(true)] out DeviceState? state)
    {
        lock (_lock)
        {
            state = _devices.TryGetValue(device, out FakeDevice? known) ? known.GetState() : null;
            return state is not null;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<NanoEvent> ReadAsync(
        EventFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        filter ??= EventFilter.All;
        if (filter.FindProblem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(filter));
        }

        for (int i = 0; await _events.HasAsync(i, cancellationToken).ConfigureAwait(false); i++)
        {
            bool isWanted = _events.IsWanted(i, filter, out NanoEvent e);
            if (isWanted)
            {
                Interlocked.Exchange(ref _inHand, _time.GetUtcNow().UtcTicks);
                yield return e;
                Interlocked.Exchange(ref _inHand, 0);
            }

            _events.Done(i, isWanted);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<EventBatch> ReadBatchesAsync(
        EventFilter? filter = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        filter ??= EventFilter.All;
        if (filter.FindProblem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(filter));
        }

        for (int i = 0; await _events.HasBatchAsync(i, cancellationToken).ConfigureAwait(false); i++)
        {
            if (_events.Batch(i, filter) is { } batch)
            {
                yield return batch;
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<DeviceState> ReadStateAsync(
        string? device = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var seen = new Dictionary<FakeDevice, int>();
        while (true)
        {
            Task? change = _events.Changed;
            DeviceState? next;
            lock (_lock)
            {
                next = NextState(device, seen);
            }

            if (next is not null)
            {
                yield return next;
            }
            else if (change is null)
            {
                yield break;
            }
            else
            {
                await change.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Ends all loops.</summary>
    public ValueTask DisposeAsync()
    {
        Complete();
        return ValueTask.CompletedTask;
    }

    private DeviceState? NextState(string? device, Dictionary<FakeDevice, int> seen)
    {
        foreach (FakeDevice candidate in _devices.Values)
        {
            if ((device is null || candidate.Name == device) && candidate.Changes > seen.GetValueOrDefault(candidate))
            {
                seen[candidate] = candidate.Changes;
                return candidate.GetState();
            }
        }

        return null;
    }
}
