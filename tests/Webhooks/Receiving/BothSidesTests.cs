using NanoEvents.Kafka.Tests;

namespace NanoEvents.Webhooks.Tests.Receiving;

/// <summary>The sink of a bridge on one side, the receiver on the other.</summary>
public sealed class BothSidesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task WhatASinkSendsTheHandlerGetsOnceAndInOrderThoughItFailsNowAndThen(int batch)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        HashSet<string> failed = [];
        await using Hook hook = await Hook.StartAsync((e, _) => e.Sequence % 17 == 0 && failed.Add($"{e.Device}/{e.Sequence}") ? throw new IOException("not now") : default);
        string folder = Directory.CreateTempSubdirectory("both-sides").FullName;
        await using var sink = new WebhookSink(new WebhookOptions
        {
            Address = hook.Sender.Address.ToString(),
            Keys = [hook.Key],
            MarksFile = Path.Combine(folder, "marks"),
            MaxBatch = batch,
            RequestTimeout = TimeSpan.FromHours(1),
            Patience = TimeSpan.FromHours(1),
            TimeProvider = hook.Time,
        });
        await sink.LoadAsync(stop);
        NanoEvent[] events = [Made.Start("device0"), .. Made.Turns(3, 60), Made.Lost("device1", 61, 5), Made.Temperature("device1", 66)];

        Task written = sink.WriteAsync(events, stop);
        while (!written.IsCompleted)
        {
            hook.Time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(5, stop);
        }

        await written;
        string numbers = string.Join(' ', Enumerable.Range(1, 60));
        Assert.Equal(9, failed.Count);
        Assert.Equal("boot " + numbers, Made.Numbers(hook.Handled.Where(e => e.Device == "device0")));
        Assert.Equal(numbers + " lost:61+5:overflow 66", Made.Numbers(hook.Handled.Where(e => e.Device == "device1")));
        Assert.Equal(numbers, Made.Numbers(hook.Handled.Where(e => e.Device == "device2")));
        Directory.Delete(folder, recursive: true);
    }
}
