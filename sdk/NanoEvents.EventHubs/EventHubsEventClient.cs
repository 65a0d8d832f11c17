using System.Runtime.CompilerServices;
using NanoEvents.Bridge;

namespace NanoEvents.EventHubs;

/// <summary>
/// Reads from a hub in Azure Event Hubs what a bridge has written: each event once and in order for each device. Repetitions in the hub are left out, and
/// numbers that it lacks are reported as lost.
/// </summary>
/// <example>
/// <code>
/// await using var client = new EventHubsEventClient(new() { Address = "eventhubs://my-namespace/events", ConnectionString = connectionString });
/// await foreach (NanoEvent e in client.ReadAsync())
/// {
///     Console.WriteLine(e);
/// }
/// </code>
/// </example>
/// <remarks>
/// It reads all partitions, from the oldest event that the hub keeps, and stores nothing. Store the checkpoint of each event with your data, and give the
/// checkpoints to the next run. The states of <c>ReadStateAsync</c> are those that the last events of each partition tell, see
/// <see cref="EventHubsOptions.TailEvents"/>, and then each change.
/// </remarks>
public sealed class EventHubsEventClient : RecordEventClient
{
    private readonly EventHubsEventClientOptions _options;
    private readonly TimelineCounts _counts = new();
    private string? _problem;

    /// <summary>Creates a client. It connects when you start to read.</summary>
    /// <param name="options">The hub, and how to log in.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message says which and why.</exception>
    public EventHubsEventClient(EventHubsEventClientOptions options)
        : base((options ?? throw new ArgumentNullException(nameof(options))).TimeProvider, options.LoggerFactory)
    {
        _options = options.FindProblem() is { } problem ? throw new ArgumentException(problem, nameof(options)) : options with { };
    }

    /// <inheritdoc/>
    public override string MessagingSystem => "eventhubs";

    /// <inheritdoc/>
    public override ClientStats Stats => base.Stats with { Duplicates = _counts.Snapshot().Duplicates, Late = _counts.Snapshot().Late };

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<EventBatch> ReadRecordsAsync(
        IReadOnlyCollection<Checkpoint> after, bool isGroup, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var backoff = new Backoff(_options.ReconnectDelay, Random.Shared);

        // Whoever reads states, and no events, begins near the end.
        var places = new HubPlaces(_options, after.Count > 0 ? after : _options.Checkpoints, !isGroup, isGroup ? _counts : new TimelineCounts(), Say);
        while (true)
        {
            HubReader? reader = await TryOpenAsync(places, cancellationToken).ConfigureAwait(false);
            try
            {
                while (reader is not null && await TryNextAsync(reader, places, cancellationToken).ConfigureAwait(false) is { } batches)
                {
                    backoff.Reset();
                    foreach (EventBatch batch in batches)
                    {
                        yield return batch;
                    }
                }
            }
            finally
            {
                IsConnected = false;
                await CloseAsync(reader).ConfigureAwait(false);
            }

            await Task.Delay(backoff.Next(), _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override ValueTask CloseAsync() => default;

    private static async ValueTask CloseAsync(HubReader? reader)
    {
        if (reader is not null)
        {
            await reader.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<HubReader?> TryOpenAsync(HubPlaces places, CancellationToken cancellationToken)
    {
        var reader = new HubReader(_options);
        try
        {
            await reader.OpenAsync(places, cancellationToken).ConfigureAwait(false);
            _problem = null;
            IsConnected = true;
            Say(new Notice(NoticeKind.Connected, $"Reading {_options.Target}"));
            return reader;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            Wait(e);
            return null;
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<IReadOnlyList<EventBatch>?> TryNextAsync(HubReader reader, HubPlaces places, CancellationToken cancellationToken)
    {
        try
        {
            return places.Take(await reader.NextAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Wait(e);
            return null;
        }
    }

    // A refusal ends the reading. Trouble that may pass is said, once.
    private void Wait(Exception e)
    {
        string problem = HubTrouble.Describe(e, _options, _options.Target.Hub);
        if (HubTrouble.IsRefusal(e))
        {
            throw new BrokerRefusedException($"{_options.Target}: {problem}")
            {
                Reason = e is not UnauthorizedAccessException ? BrokerRefusalReason.TlsFailed
                    : HubTrouble.IsRightMissing(e) ? BrokerRefusalReason.SubscriptionRefused : BrokerRefusalReason.BadCredentials,
            };
        }

        if (_problem != problem)
        {
            _problem = problem;
            Say(new Notice(NoticeKind.Waiting, $"Waiting for {_options.Target}: {problem}"));
        }
    }
}
