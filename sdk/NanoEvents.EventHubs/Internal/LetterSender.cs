using System.Globalization;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using NanoEvents.Bridge;

namespace NanoEvents.EventHubs;

/// <summary>
/// Writes dead letters to a hub of their own. What is too large goes there without its content, because a letter that cannot be written would hold up all
/// events behind it.
/// </summary>
internal sealed class LetterSender(EventHubsSinkOptions options) : IAsyncDisposable
{
    private readonly EventHubConnection _connection = HubLogin.Open(options, options.DeadLetterHub);

    public async Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        try
        {
            var producer = new EventHubProducerClient(_connection, new EventHubProducerClientOptions { RetryOptions = HubRetries.None(options.WriteTimeout) });
            await using (producer.ConfigureAwait(false))
            {
                using EventDataBatch batch = await producer.CreateBatchAsync(cancellationToken).ConfigureAwait(false);
                if (!batch.TryAdd(ToData(letter, letter.Reason, letter.Content)))
                {
                    string reason = string.Create(CultureInfo.InvariantCulture, $"{letter.Reason} (its {letter.Content.Length} bytes are too many for Event Hubs)");
                    batch.TryAdd(ToData(letter, reason, default));
                }

                await producer.SendAsync(batch, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"the dead letters cannot be written: {HubTrouble.Describe(e, options, options.DeadLetterHub)}");
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static EventData ToData(DeadLetter letter, string reason, ReadOnlyMemory<byte> content) => new(content)
    {
        Properties = { ["source"] = letter.Source, ["reason"] = reason },
    };
}
