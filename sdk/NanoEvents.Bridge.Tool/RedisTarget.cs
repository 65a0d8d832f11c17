using System.Text;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Targets;
using NanoEvents.Redis;

namespace NanoEvents.Bridge.Tool;

/// <summary>A stream of Redis.</summary>
internal sealed class RedisTarget : ITarget
{
    public IReadOnlyList<string> Schemes { get; } = ["redis", "rediss"];

    public string? FindProblem(TargetOptions options) =>
        From(options).FindProblem()
        ?? ((options.Login ?? options.TokenEndpoint ?? options.Scope) is not null ? "Redis knows one way to log in: user and password. The other ways are for kafka:// and kafkas://" : null);

    public string NameOf(TargetOptions options) => AddressOf(options).ToString();

    public IEnumerable<string> Describe(TargetOptions options, NanoEvent example)
    {
        RedisAddress address = AddressOf(options);
        StringBuilder json = new();
        using (StringWriter text = new(json))
        {
            new JsonLines(text).Write(example);
        }

        yield return $"events        stream {address.Stream}{(options.MaxLength > 0 ? $", about the last {options.MaxLength} entries" : "")}";
        yield return $"marks         hash {address.Marks}, which bridge writes: {address.Lease}";
        yield return $"dead letters  stream {address.DeadLetters}";
        yield return $"id            {EventId.Of(example)}";
        yield return $"event         {json.ToString().TrimEnd()}";
    }

    public IEventSink OpenSink(TargetOptions options) => new RedisEventSink(From(options));

    public IEventClient OpenClient(TargetOptions options) => new RedisEventClient(From(options));

    private static RedisOptions From(TargetOptions options) => new()
    {
        Address = options.Address,
        Password = options.Password,
        CaFile = options.CaFile,
        MaxLength = options.MaxLength,
        Group = options.Group,
    };

    private static RedisAddress AddressOf(TargetOptions options) => RedisAddress.TryParse(options.Address, out RedisAddress? address, out string problem)
        ? address
        : throw new CommandException(problem);
}
