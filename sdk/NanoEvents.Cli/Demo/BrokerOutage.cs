using NanoEvents.Cli.Output;
using NanoEvents.Protocol;
using NanoEvents.Simulator;

namespace NanoEvents.Cli.Demo;

/// <summary>Takes the broker away for a part of the built-in day, and brings it back.</summary>
internal sealed class BrokerOutage(EmbeddedBroker broker, TracePlayer player, LiveEvents live, DateOnly date)
{
    private volatile bool _isOn;

    /// <summary>Whether the broker is away. Then closed connections are expected.</summary>
    public bool IsOn => _isOn;

    public async Task RunAsync(CancellationToken cancellation)
    {
        await WaitForAsync(BuiltInDay.BrokerGoes, cancellation);
        live.Notice($"{BuiltInDay.BrokerGoes:hh\\:mm}  The broker goes away. The device goes on, and keeps its events.");
        _isOn = true;
        await broker.StopAsync();
        await WaitForAsync(BuiltInDay.BrokerReturns, cancellation);
        int waiting = player.Device.Core.Ring.Count + player.Device.Core.Outbox.Count;
        await broker.StartAsync();
        _isOn = false;
        live.Notice($"{BuiltInDay.BrokerReturns:hh\\:mm}  The broker is back. {waiting} events have waited; here they are, with the times at which they happened.");
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
