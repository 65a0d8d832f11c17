using System.CommandLine;
using NanoEvents.Bridge;
using NanoEvents.Cli.Bridging;
using NanoEvents.Cli.Contract;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Targets;

namespace NanoEvents.Cli.Commands;

/// <summary>`bridge`: the events of a broker in another system, with the same promise.</summary>
internal static class BridgeCommand
{
    public static Command Create()
    {
        Form form = new();
        Option<string> config = new("--config") { Description = "Several bridges: a JSON file with a list of objects whose keys are the names of these options", HelpName = "FILE" };
        Option<bool> dryRun = new("--dry-run") { Description = "Say what would be written where, and show a record" };
        Option<bool> yes = BridgeTool.Yes();
        Command command = form.ToCommand("bridge", "Write the events of a broker to another system, such as Redis, Kafka or RabbitMQ, in order; or send them as webhooks; or show the present in Home Assistant");
        foreach (Option required in command.Options)
        {
            // Not with --config.
            required.Required = false;
        }

        command.Add(config);
        command.Add(dryRun);
        command.Add(yes);
        command.SetAction((parsed, cancellation) => RunAsync(
            Lines(parsed, config), () => BridgeTool.RunAsync(parsed, parsed.GetValue(yes)), parsed.GetValue(dryRun), cancellation));
        return command;
    }

    // Each bridge as a command line. What is wrong in a file is found and said as it is in a command line.
    private static IReadOnlyList<IReadOnlyList<string>> Lines(ParseResult parsed, Option<string> config) => parsed.GetValue(config) is { } file
        ? BridgeFile.Read(file)
        : [[.. parsed.Tokens.Select(token => token.Value).Skip(1).Where(token => token is not ("--dry-run" or "--yes"))]];

    private static async Task<int> RunAsync(
        IReadOnlyList<IReadOnlyList<string>> lines, Func<Task<int>> inTool, bool isDry, CancellationToken cancellation)
    {
        List<BridgePlan> plans = [];
        foreach (IReadOnlyList<string> line in lines)
        {
            Form form = new();
            Command command = form.ToCommand("bridge", "");
            ParseResult parsed = command.Parse([.. line], new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0)
            {
                StandardError.Error($"{Problem(parsed)} Try: nanoevents bridge --help");
                return ExitCode.Misused;
            }

            if (form.IsElsewhere(parsed))
            {
                return await inTool();
            }

            plans.Add(form.Read(parsed));
        }

        return isDry ? Describe(plans) : await BridgeRuns.RunAsync(plans, cancellation);
    }

    // A word that is no option may be a secret, and is not repeated.
    private static string Problem(ParseResult parsed) =>
        parsed.UnmatchedTokens.FirstOrDefault(token => token.StartsWith("--", StringComparison.Ordinal)) is { } unknown
            ? $"bridge does not take '{unknown[2..]}'."
            : parsed.Errors[0].Message;

    private static int Describe(List<BridgePlan> plans)
    {
        NanoEvent example = Examples.First(EventKind.Temperature);
        foreach (BridgePlan plan in plans)
        {
            Console.WriteLine($"from          {plan.BrokerName}, {(plan.Target is HomeAssistantTarget ? "the states of devices" : $"session {plan.Broker.Session}")}");
            Console.WriteLine($"to            {plan.Name}");
            foreach (string line in plan.Target.Describe(plan.To, example))
            {
                Console.WriteLine(line);
            }
        }

        return ExitCode.Done;
    }

    /// <summary>The options of one bridge.</summary>
    private sealed class Form
    {
        private readonly BrokerOptions _broker = new();
        private readonly TargetFlags _target = new();
        private readonly Option<string> _session = new("--session")
        {
            Description = "The name under which the broker keeps events for this bridge (made of the target's address)",
            HelpName = "NAME",
        };

        public Command ToCommand(string name, string description)
        {
            Command command = new(name, description);
            _broker.AddTo(command);
            _target.AddTo(command);
            command.Add(_session);
            return command;
        }

        public bool IsElsewhere(ParseResult parsed) => _target.IsElsewhere(parsed);

        public BridgePlan Read(ParseResult parsed)
        {
            EventClientOptions broker = _broker.Read(parsed)!;
            (IDestination target, TargetOptions to) = _target.Read(parsed, $"{parsed.GetValue(_session)} {broker.Broker} {broker.TopicPrefix}");
            BridgePlan plan = new(broker with { Session = parsed.GetValue(_session) }, target, to);
            return plan.FindProblem() is { } problem ? throw new CommandException(problem) : plan;
        }
    }
}
