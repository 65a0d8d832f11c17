using System.Buffers;
using System.Diagnostics;
using MQTTnet;
using NanoEvents.Benchmarks.EndToEnd;

namespace NanoEvents.Benchmarks.Bridging;

/// <summary>MQTTnet, the decoder and a target's client, without any guarantee: a message is acknowledged before its events are written, and nobody looks whether they are.</summary>
internal sealed class BareCarrier(string name, Func<IBareTarget> open) : ICarrier
{
    public string Name => name;

    public async Task<double> CarryAsync(Mosquitto broker, string session, int messages)
    {
        int count = 0;
        long start = 0;
        using IBareTarget target = open();
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        List<NanoEvent> events = [];
        using IMqttClient client = await BareReader.ConnectAsync(broker, session, message =>
        {
            events.Clear();
            BatchDecoder.TryDecode(message.Payload.ToArray(), events, out _, message.Topic.Split('/')[1]);
            events.ForEach(target.Write);
            start = ++count == messages / 10 ? Stopwatch.GetTimestamp() : start;
            if (count == messages)
            {
                done.SetResult();
            }
        });
        await done.Task;
        await target.FinishAsync();
        double rate = (messages - (messages / 10)) * (double)Batches.EventsEach / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await client.DisconnectAsync();
        return rate;
    }
}

/// <summary>A target's own client.</summary>
internal interface IBareTarget : IDisposable
{
    /// <summary>Sends an event, and does not wait.</summary>
    void Write(NanoEvent e);

    /// <summary>Waits until all has arrived.</summary>
    Task FinishAsync();
}
