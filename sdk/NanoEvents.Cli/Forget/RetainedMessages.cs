using MQTTnet;
using NanoEvents.Cli.Doctor;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Forget;

/// <summary>Retained messages, such as those of one device.</summary>
internal sealed class RetainedMessages
{
    private static readonly TimeSpan _quiet = TimeSpan.FromMilliseconds(500);

    private readonly BrokerVisit _visit;
    private readonly string _filter;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, string> _found = new(StringComparer.Ordinal);

    /// <param name="visit">The connection.</param>
    /// <param name="filter">Which topics.</param>
    public RetainedMessages(BrokerVisit visit, string filter)
    {
        _visit = visit;
        _filter = filter;
        _visit.Client.ApplicationMessageReceivedAsync += TakeAsync;
    }

    /// <summary>As <see cref="FindAsync"/>; null if the user may not read them.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> TryFindAsync(CancellationToken cancellation)
    {
        Clear();
        if (!await _visit.SubscribeAsync(_filter, cancellation))
        {
            return null;
        }

        for (int before = -1; before != Copy().Count;)
        {
            before = Copy().Count;
            await Task.Delay(_quiet, cancellation);
        }

        await _visit.UnsubscribeAsync(_filter, cancellation);
        return Copy();
    }

    /// <summary>Requests all retained messages; a broker sends them some time after its answer.</summary>
    /// <returns>The topics, and their retained messages as text.</returns>
    /// <exception cref="CommandException">The user may not read them.</exception>
    public async Task<IReadOnlyDictionary<string, string>> FindAsync(CancellationToken cancellation) => await TryFindAsync(cancellation)
        ?? throw new CommandException($"the broker at {_visit.Where} does not let this user read {_filter}: let it, in the broker's access list");

    private void Clear()
    {
        lock (_lock)
        {
            _found.Clear();
        }
    }

    private Dictionary<string, string> Copy()
    {
        lock (_lock)
        {
            return new Dictionary<string, string>(_found, StringComparer.Ordinal);
        }
    }

    // A message that is not marked as retained is live.
    private Task TakeAsync(MqttApplicationMessageReceivedEventArgs e)
    {
        lock (_lock)
        {
            if (e.ApplicationMessage.Retain && MqttTopicFilterComparer.Compare(e.ApplicationMessage.Topic, _filter) == MqttTopicFilterCompareResult.IsMatch && e.ApplicationMessage.Payload.Length > 0)
            {
                _found[e.ApplicationMessage.Topic] = e.ApplicationMessage.ConvertPayloadToString();
            }
        }

        return Task.CompletedTask;
    }
}
