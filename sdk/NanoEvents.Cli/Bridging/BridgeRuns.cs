using NanoEvents.Bridge;
using NanoEvents.Cli.Output;
using NanoEvents.Cli.Targets;
using NanoEvents.HomeAssistant;

namespace NanoEvents.Cli.Bridging;

/// <summary>Runs bridges side by side. Each has its own session, so one that waits for its target stops nobody else.</summary>
internal static class BridgeRuns
{
    /// <summary>Runs until it is cancelled, and until the writes that are on their way are done.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<BridgePlan> plans, CancellationToken cancellation)
    {
        List<EventBridge> bridges = [];
        using BridgeProgress progress = new(bridges);
        bool[] ended = await Task.WhenAll(plans.Select(plan => TryRunAsync(plan, bridges, progress, cancellation)));
        progress.End();
        return ended.All(isWell => isWell) ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<bool> TryRunAsync(BridgePlan plan, List<EventBridge> bridges, BridgeProgress progress, CancellationToken cancellation)
    {
        await using EventClient client = new(plan.Reading);
        client.NoticeReceived += (_, e) => progress.Say(e.Notice.Text);
        try
        {
            await (plan.Target is ISinkTarget target ? WriteAsync(plan, target, client, bridges, progress, cancellation) : ShowAsync(plan, client, progress, cancellation));
            return true;
        }
        catch (BrokerRefusedException e)
        {
            progress.Fail($"{plan.Name}: {e.Message}");
            return false;
        }
    }

    private static async Task WriteAsync(
        BridgePlan plan, ISinkTarget target, EventClient client, List<EventBridge> bridges, BridgeProgress progress, CancellationToken cancellation)
    {
        await using IEventSink sink = target.OpenSink(plan.To);
        EventBridge bridge = new(client, sink, new EventBridgeOptions { Name = plan.Name });
        bridge.NoticeReceived += (_, e) => progress.Say(e.Notice.Text);
        lock (bridges)
        {
            bridges.Add(bridge);
        }

        await bridge.RunAsync(cancellation);
    }

    private static async Task ShowAsync(BridgePlan plan, EventClient client, BridgeProgress progress, CancellationToken cancellation)
    {
        HomeAssistantBridge bridge = new(client, HomeAssistantTarget.Of(plan.To, plan.Broker));
        bridge.NoticeReceived += (_, e) => progress.Say(e.Notice.Text);
        await bridge.RunAsync(cancellation);
        progress.Say($"{plan.Name}: {bridge.Entities} entities of {bridge.Devices} devices were shown");
    }
}
