using System.Text;
using NanoEvents.Cli.Bridging;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Targets;
using NanoEvents.Kafka;

namespace NanoEvents.Bridge.Tool;

/// <summary>A topic in Kafka.</summary>
internal sealed class KafkaTarget : ITarget
{
    // More than a bridge has on its way, so that the next one recognises all of it.
    private const int TailRecords = 2 * BridgePlan.MostEventsInFlight;

    public IReadOnlyList<string> Schemes { get; } = ["kafka", "kafkas"];

    public bool TakesCertificate => true;

    public string? FindProblem(TargetOptions options) =>
        (options.Login is "anonymous" or "external" ? $"Kafka has no login {options.Login}: leave out the user, or choose another way" : null)
        ?? FindTokenProblem(options)
        ?? ForSink(options).FindProblem()
        ?? ForClient(options).FindProblem()
        ?? (options.MaxLength != 0 ? "--max-length is for Redis: in Kafka the topic's retention says what it keeps" : null);

    public string NameOf(TargetOptions options) => Target(options).ToString();

    public IEnumerable<string> Describe(TargetOptions options, NanoEvent example)
    {
        StringBuilder json = new();
        using (StringWriter text = new(json))
        {
            new JsonLines(text).Write(example);
        }

        KafkaSinkOptions sink = ForSink(options);
        yield return $"events        topic {sink.Target.Topic}, key {example.Device}";
        yield return $"dead letters  topic {sink.DeadLetterTopic}";
        yield return $"id            {EventId.Of(example)}, in the header ce_id";
        yield return $"event         {json.ToString().TrimEnd()}";
    }

    public IEventSink OpenSink(TargetOptions options) => new KafkaEventSink(ForSink(options));

    public IEventClient OpenClient(TargetOptions options) => new KafkaEventClient(ForClient(options));

    private static string? FindTokenProblem(TargetOptions options) =>
        options.Login == "oauthbearer" && (options.TokenEndpoint is null || options.Password is null || !options.Address.Contains('@'))
            ? "a login with oauthbearer needs the client id and @ before the host, its password file, and the token endpoint"
            : null;

    private static KafkaAddress Target(TargetOptions options) => KafkaAddress.TryParse(options.Address, out KafkaAddress? address, out string problem)
        ? address
        : throw new CommandException(problem);

    private static KafkaSinkOptions ForSink(TargetOptions options) => Complete(new KafkaSinkOptions(), options);

    private static KafkaEventClientOptions ForClient(TargetOptions options) => Complete(new KafkaEventClientOptions { Group = options.Group }, options);

    private static T Complete<T>(T kafka, TargetOptions options)
        where T : KafkaOptions
    {
        kafka.Address = options.Address;
        kafka.Password = options.Password;
        kafka.CaFile = options.CaFile;
        kafka.CertificateFile = options.CertificateFile;
        kafka.KeyFile = options.KeyFile;
        kafka.TailRecords = TailRecords;
        kafka.TokenEndpoint = options.TokenEndpoint;
        kafka.Scope = options.Scope;
        kafka.Login = options.Login switch
        {
            "scram-sha-256" => KafkaLogin.ScramSha256,
            "scram-sha-512" => KafkaLogin.ScramSha512,
            "oauthbearer" => KafkaLogin.OAuthBearer,
            _ => KafkaLogin.Plain,
        };
        return kafka;
    }
}
