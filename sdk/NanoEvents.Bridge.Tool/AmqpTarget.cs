using System.Text;
using NanoEvents.Amqp;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Targets;

namespace NanoEvents.Bridge.Tool;

/// <summary>A queue, or another address, of a server that speaks AMQP 1.0.</summary>
internal sealed class AmqpTarget : ITarget
{
    private static readonly Dictionary<string, AmqpLogin> _ways = new(StringComparer.Ordinal)
    {
        ["plain"] = AmqpLogin.Plain,
        ["anonymous"] = AmqpLogin.Anonymous,
        ["external"] = AmqpLogin.External,
    };

    public IReadOnlyList<string> Schemes { get; } = ["amqp", "amqps"];

    public bool NeedsMarksFile => true;

    public bool TakesCertificate => true;

    public string? FindProblem(TargetOptions options) =>
        options.Login is { } login && !_ways.ContainsKey(login) ? "AMQP knows three ways to log in: plain, anonymous, and external, which is by certificate"
        : (options.TokenEndpoint ?? options.Scope) is not null ? "AMQP takes no tokens here: they are for kafka:// and kafkas://"
        : options.MaxLength != 0 ? "--max-length is for Redis: a queue's server says what the queue keeps"
        : options.Group is not null ? "a queue has no groups: all its readers share its events. Let one reader read a queue"
        : Complete(new AmqpEventClientOptions(), options).FindProblem();

    public string NameOf(TargetOptions options) => Target(options).ToString();

    public IEnumerable<string> Describe(TargetOptions options, NanoEvent example)
    {
        StringBuilder json = new();
        using (StringWriter text = new(json))
        {
            new JsonLines(text).Write(example);
        }

        AmqpSinkOptions sink = ForSink(options);
        yield return $"events        address {sink.Target.Node}, group id {example.Device}";
        yield return $"marks         file {sink.MarksFile}";
        yield return $"dead letters  address {sink.DeadLetterNode}";
        yield return $"id            {EventId.Of(example)}, the message id";
        yield return $"event         {json.ToString().TrimEnd()}";
    }

    public IEventSink OpenSink(TargetOptions options) => new AmqpEventSink(ForSink(options));

    public IEventClient OpenClient(TargetOptions options) => new AmqpEventClient(Complete(new AmqpEventClientOptions(), options));

    private static AmqpAddress Target(TargetOptions options) => AmqpAddress.TryParse(options.Address, out AmqpAddress? address, out string problem)
        ? address
        : throw new CommandException(problem);

    private static AmqpSinkOptions ForSink(TargetOptions options) => Complete(
        new AmqpSinkOptions { MarksFile = options.MarksFile ?? throw new CommandException("--marks FILE: this user has no folder for application data") }, options);

    private static T Complete<T>(T amqp, TargetOptions options)
        where T : AmqpOptions
    {
        amqp.Address = options.Address;
        amqp.Password = options.Password;
        amqp.CaFile = options.CaFile;
        amqp.CertificateFile = options.CertificateFile;
        amqp.KeyFile = options.KeyFile;
        amqp.Login = options.Login is { } login ? _ways[login] : AmqpLogin.Automatic;
        return amqp;
    }
}
