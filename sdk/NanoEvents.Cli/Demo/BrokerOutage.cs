using NanoEvents.Cli.Output;
using NanoEvents.Protocol;
using NanoEvents.Simulator;

namespace NanoEvents.Cli.Demo;

/// <summary>Takes the broker away for a part of the built-in day, and brings it back.</summary>
internal sealed class BrokerOutage(EmbeddedBroker broker, TracePlayer player, LiveEvents live, DateOnly date)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        await WaitForAsync(BuiltInDay.BrokerGoes, cancellation);
        live.Remark($"{BuiltInDay.BrokerGoes:hh\\:mm}  the broker goes away; the device keeps its events");
        await broker.StopAsync();
        try
        {
            await WaitForAsync(BuiltInDay.BrokerReturns, cancellation);
        }
        finally
        {
            int waiting = player.Device.Core.Ring.Count + player.Device.Core.Ring.OutboxCount;
            await broker.StartAsync();
            live.Remark($"{BuiltInDay.BrokerReturns:hh\\:mm}  the broker is back; {waiting} events have waited");
        }
    }

    private async Task WaitForAsync(TimeSpan sinceMidnight, CancellationToken cancellation)
    {
        long ticks = (date.ToDateTime(TimeOnly.MinValue).Add(sinceMidnight).Ticks - DateTime.UnixEpoch.Ticks) / (TimeSpan.TicksPerMillisecond * BatchFormat.TickMs);
        while (player.NowTicks < ticks)
        {
            await Task.Delay(10, cancellation);
        }
    }
}
