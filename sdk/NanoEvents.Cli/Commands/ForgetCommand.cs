using System.CommandLine;
using NanoEvents.Cli.Doctor;
using NanoEvents.Cli.Forget;
using NanoEvents.Cli.Output;
using NanoEvents.HomeAssistant;

namespace NanoEvents.Cli.Commands;

/// <summary>`forget`: clears the retained messages of a device that has been removed.</summary>
internal static class ForgetCommand
{
    public static Command Create()
    {
        BrokerOptions broker = new();
        Argument<string> device = new("device") { Description = "The device, as `watch` names it", HelpName = "DEVICE" };
        device.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !DeviceName.IsValidUnderPrefix(result.Tokens[0].Value))
            {
                result.AddError("DEVICE must be 1 to 32 characters out of A-Z a-z 0-9 _ -, under a topic prefix such as site1/hall.");
            }
        });
        Command command = new("forget", "Clear what a broker retains of a device that you have taken away");
        command.Add(device);
        broker.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            EventClientOptions options = broker.Read(parsed)!;
            string name = parsed.GetRequiredValue(device);

            // The whole name contains its prefix.
            return RunAsync(options, options.TopicPrefix == null ? name : BrokerOptions.Device(options, name)!, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(EventClientOptions options, string device, CancellationToken cancellation)
    {
        await using BrokerVisit visit = new(options, $"forget-{Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()[..4])}");
        Finding connected = await visit.ConnectAsync(cancellation);
        if (connected.Grade == Grade.Error)
        {
            throw new CommandException($"{connected.Text}: {connected.Mend}");
        }

        RetainedMessages retained = new(visit, Topics.Of(device, "#"));
        IReadOnlyDictionary<string, string> found = await retained.FindAsync(cancellation);
        if (found.Count == 0)
        {
            Console.WriteLine($"The broker at {visit.Where} retains nothing of {device} that this user may read.");
            await ForgetInHomeAssistantAsync(visit, device, cancellation);
            return ExitCode.Done;
        }

        await ClearAsync(visit, found.Keys, cancellation);
        IEnumerable<string> left = (await retained.FindAsync(cancellation)).Keys.Intersect(found.Keys).ToList();
        if (left.Any())
        {
            throw new CommandException($"the broker at {visit.Where} still retains {string.Join(", ", left)}: take the device away first, and let this user write {Topics.Of(device, "#")}");
        }

        Console.WriteLine(Printable.Text($"Forgot {device}: cleared {string.Join(", ", found.Keys)}"));
        if (found.TryGetValue(Topics.Of(device, Topics.Status), out string? status) && status.StartsWith("online", StringComparison.Ordinal))
        {
            StandardError.Warn($"{device} was online: while it is there it leaves its state again, by default within 5 minutes, and its names when it connects again");
        }

        await ForgetInHomeAssistantAsync(visit, device, cancellation);
        return ExitCode.Done;
    }

    // After the device's own messages: a bridge that runs does not show it again.
    private static async Task ForgetInHomeAssistantAsync(BrokerVisit visit, string device, CancellationToken cancellation)
    {
        RetainedMessages discovery = new(visit, new HomeAssistantTopics(HomeAssistantTopics.UsualPrefix).DiscoveryOf(HomeAssistantTopics.NodeOf(device)));
        if (await discovery.TryFindAsync(cancellation) is { Count: > 0 } entities)
        {
            await ClearAsync(visit, entities.Keys, cancellation);
            Console.WriteLine(Printable.Text($"Forgot {device} in Home Assistant, too: {entities.Count} entities"));
        }
    }

    private static async Task ClearAsync(BrokerVisit visit, IEnumerable<string> topics, CancellationToken cancellation)
    {
        foreach (string topic in topics)
        {
            if (!await visit.PublishAsync(topic, "", retain: true, cancellation))
            {
                throw new CommandException($"the broker at {visit.Where} does not let this user write {topic}: let it, in the broker's access list, or give another user");
            }
        }
    }
}
