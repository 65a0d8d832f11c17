using Confluent.Kafka;

namespace NanoEvents.Kafka;

/// <summary>The options as librdkafka wants them.</summary>
internal static class KafkaSettings
{
    /// <summary>
    /// A producer of which a crash leaves a gapless beginning: idempotent, in order, and stopped by whatever would leave a gap. It retries for ever; the
    /// sink decides when it has waited long enough.
    /// </summary>
    public static ProducerConfig Producer(KafkaSinkOptions options, bool oneByOne)
    {
        var config = new ProducerConfig
        {
            EnableIdempotence = true,
            EnableGaplessGuarantee = true,
            Acks = Acks.All,
            CompressionType = CompressionOf(options),
            Partitioner = Partitioner.Murmur2Random,
            MessageTimeoutMs = 0,
            QueueBufferingMaxMessages = 0,
            LingerMs = oneByOne ? 0 : 5,
            DeliveryReportFields = "none",
        };
        if (oneByOne)
        {
            config.BatchNumMessages = 1;
        }

        return Complete(config, options);
    }

    /// <summary>A producer of dead letters. One that fails stops no later one.</summary>
    public static ProducerConfig Letters(KafkaSinkOptions options) => Complete(
        new ProducerConfig
        {
            EnableIdempotence = true,
            Acks = Acks.All,
            CompressionType = CompressionOf(options),
            MessageTimeoutMs = (int)options.WriteTimeout.TotalMilliseconds,
            LingerMs = 0,
        },
        options);

    /// <summary>A member of a group; without a group a reader that stores nothing.</summary>
    public static ConsumerConfig Consumer(KafkaEventClientOptions options)
    {
        ConsumerConfig config = Reader();
        if (options.Group is { } group)
        {
            config.GroupId = group;
            config.EnableAutoCommit = true;
            config.AutoCommitIntervalMs = (int)options.CommitInterval.TotalMilliseconds;
            config.SessionTimeoutMs = (int)options.SessionTimeout.TotalMilliseconds;
            config.HeartbeatIntervalMs = (int)options.SessionTimeout.TotalMilliseconds / 4;
            config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky;
        }

        return Complete(config, options);
    }

    /// <summary>A reader of the end of a topic.</summary>
    public static ConsumerConfig Tail(KafkaOptions options) => Complete(Reader(), options);

    private static CompressionType CompressionOf(KafkaOptions options) => options.Target.IsEventHubs ? CompressionType.None : CompressionType.Zstd;

    private static ConsumerConfig Reader() => new()
    {
        // librdkafka wants a name even of a reader that joins no group.
        GroupId = "nanoevents",
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        EnablePartitionEof = true,
        AutoOffsetReset = AutoOffsetReset.Earliest,
    };

    private static T Complete<T>(T config, KafkaOptions options)
        where T : ClientConfig
    {
        KafkaAddress target = options.Target;
        config.BootstrapServers = target.Servers;
        config.ClientId = "nanoevents";
        string? user = options.UserName ?? target.UserName;
        config.SecurityProtocol = (target.UseTls, user is not null) switch
        {
            (true, true) => SecurityProtocol.SaslSsl,
            (true, false) => SecurityProtocol.Ssl,
            (false, true) => SecurityProtocol.SaslPlaintext,
            _ => SecurityProtocol.Plaintext,
        };
        if (target.UseTls)
        {
            SetTls(config, options);
        }

        if (user is not null)
        {
            SetLogin(config, options, user);
        }

        options.Configure?.Invoke(config);
        return config;
    }

    private static void SetTls(ClientConfig config, KafkaOptions options)
    {
        config.SslCaLocation = options.CaFile;
        config.SslCertificateLocation = options.CertificateFile;
        config.SslKeyLocation = options.KeyFile;
        config.SslKeyPassword = options.KeyPassword;
    }

    private static void SetLogin(ClientConfig config, KafkaOptions options, string user)
    {
        if (options.Login == KafkaLogin.OAuthBearer)
        {
            config.SaslMechanism = SaslMechanism.OAuthBearer;
            config.SaslOauthbearerMethod = SaslOauthbearerMethod.Oidc;
            config.SaslOauthbearerTokenEndpointUrl = options.TokenEndpoint;
            config.SaslOauthbearerClientId = user;
            config.SaslOauthbearerClientSecret = options.Password;
            config.SaslOauthbearerScope = options.Scope;
            return;
        }

        config.SaslMechanism = options.Login switch
        {
            KafkaLogin.ScramSha256 => SaslMechanism.ScramSha256,
            KafkaLogin.ScramSha512 => SaslMechanism.ScramSha512,
            _ => SaslMechanism.Plain,
        };
        config.SaslUsername = user;
        config.SaslPassword = options.Password;
    }
}
