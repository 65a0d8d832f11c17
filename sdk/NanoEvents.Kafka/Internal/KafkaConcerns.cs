using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace NanoEvents.Kafka;

/// <summary>What people should hear of the connection, and whether the brokers refuse this reader.</summary>
internal sealed class KafkaConcerns(KafkaEventClientOptions options, Action<Notice> tell)
{
    private static readonly TimeSpan _ask = TimeSpan.FromSeconds(1);
    private readonly ILogger _logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("NanoEvents.KafkaEventClient");
    private readonly KafkaAddress _target = options.Target;
    private volatile bool _isConnected;
    private volatile BrokerRefusedException? _refusal;
    private string? _waitingFor;

    public bool IsConnected => _isConnected;

    public void OnAnswer()
    {
        if (!_isConnected)
        {
            _isConnected = true;
            _waitingFor = null;
            Tell(NoticeKind.Connected, $"Connected to Kafka at {_target}");
        }
    }

    public void OnError(Error error)
    {
        _refusal ??= Reason(error) is { } reason ? new BrokerRefusedException($"Kafka at {_target} refuses: {error.Reason}") { Reason = reason } : null;
        if (error.Code is ErrorCode.Local_AllBrokersDown or ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic)
        {
            Wait(error.Reason);
        }
    }

    /// <summary>A question to the brokers was not answered in time. It is asked again.</summary>
    public void NoAnswer() => Wait("no broker answers");

    public void NoTopic() => Wait("there is no such topic yet");

    public void ThrowIfRefused()
    {
        if (_refusal is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>An idle reader does not hear that the brokers are there again, so it asks.</summary>
    public void Look(IConsumer<byte[], byte[]> consumer)
    {
        if (_isConnected || _waitingFor is null)
        {
            return;
        }

        try
        {
            // A member of a group that holds no partition now asks about another one.
            TopicPartition any = consumer.Assignment is [var held, ..] ? held : new TopicPartition(_target.Topic, 0);
            consumer.QueryWatermarkOffsets(any, _ask);
            OnAnswer();
        }
        catch (KafkaException e)
        {
            OnError(e.Error);
        }
    }

    public void Warn(string text) => Tell(NoticeKind.Warning, text);

    public void Ignored(string what) => Tell(NoticeKind.Ignored, $"Left out {what}");

    private static BrokerRefusalReason? Reason(Error error) => error.Code switch
    {
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed or ErrorCode.UnsupportedSaslMechanism => BrokerRefusalReason.BadCredentials,
        ErrorCode.ClusterAuthorizationFailed => BrokerRefusalReason.NotAuthorized,
        ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed => BrokerRefusalReason.SubscriptionRefused,
        ErrorCode.Local_Ssl when error.Reason.Contains("certificate", StringComparison.OrdinalIgnoreCase) => BrokerRefusalReason.TlsFailed,
        _ => null,
    };

    private void Wait(string why)
    {
        _isConnected = false;
        if (_waitingFor != why)
        {
            _waitingFor = why;
            Tell(NoticeKind.Waiting, $"Waiting for Kafka at {_target}: {why}");
        }
    }

    private void Tell(NoticeKind kind, string text)
    {
        Log.Noticed(_logger, text);
        tell(new Notice(kind, text));
    }
}
