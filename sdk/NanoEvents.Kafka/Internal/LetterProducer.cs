using System.Globalization;
using System.Text;
using Confluent.Kafka;
using NanoEvents.Bridge;

namespace NanoEvents.Kafka;

/// <summary>
/// Writes dead letters to a topic of their own. What Kafka refuses for its size goes there without its content, because a letter that cannot be written
/// would hold up all events behind it.
/// </summary>
internal sealed class LetterProducer : IDisposable
{
    private readonly string _topic;
    private readonly IProducer<Null, byte[]> _producer;

    public LetterProducer(KafkaSinkOptions options)
    {
        _topic = options.DeadLetterTopic;
        _producer = new ProducerBuilder<Null, byte[]>(KafkaSettings.Letters(options))
            .SetErrorHandler((_, _) => { })
            .SetLogHandler((_, _) => { })
            .Build();
    }

    public async Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        try
        {
            await ProduceAsync(letter, letter.Reason, letter.Content, cancellationToken).ConfigureAwait(false);
        }
        catch (ProduceException<Null, byte[]> e) when (e.Error.Code is ErrorCode.MsgSizeTooLarge or ErrorCode.InvalidMsg or ErrorCode.InvalidRecord)
        {
            string reason = string.Create(CultureInfo.InvariantCulture, $"{letter.Reason} (Kafka refuses its {letter.Content.Length} bytes: {e.Error.Reason})");
            await ProduceAsync(letter, reason, default, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _producer.Dispose();

    private Task<DeliveryResult<Null, byte[]>> ProduceAsync(DeadLetter letter, string reason, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        _producer.ProduceAsync(
            _topic,
            new Message<Null, byte[]>
            {
                Value = content.ToArray(),
                Headers = new Headers { { "source", Encoding.UTF8.GetBytes(letter.Source) }, { "reason", Encoding.UTF8.GetBytes(reason) } },
            },
            cancellationToken);
}
