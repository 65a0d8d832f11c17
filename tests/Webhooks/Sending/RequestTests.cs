using System.Text;
using System.Text.Json;
using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Kafka.Tests;

namespace NanoEvents.Webhooks.Tests.Sending;

/// <summary>What a request holds, and in which order requests come.</summary>
public sealed class RequestTests : Senders
{
    [Fact]
    public async Task AnEventArrivesAsASignedCloudEventWithTheDataThatWatchPrints()
    {
        NanoEvent e = Made.Temperature("hall", 42);
        await using WebhookSink sink = await OpenAsync(Options());

        await sink.WriteAsync([e], Stop);

        HookCall call = Assert.Single(Receiver.Calls);
        Assert.Equal(("/hook", "hall/45057/42", "application/cloudevents+json", null), (call.Path, call.Id, call.ContentType, call.Authorization));
        Assert.Equal(Time.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), call.Timestamp);
        Assert.True(call.IsSignedWith(Key));
        Assert.Equal(
            $$"""{"specversion":"1.0","id":"hall/45057/42","source":"nanoevents/hall","type":"nanoevents.temperature","time":"2026-01-01T00:00:42.000Z","datacontenttype":"application/json","data":{{JsonSerializer.Serialize(e)}}}""",
            Encoding.UTF8.GetString(call.Body));
        Assert.Equal(Contract.FieldsOf("cloudEvent"), call.Events[0].EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AnEventWithoutATimeHasNoneInItsEnvelope()
    {
        await using WebhookSink sink = await OpenAsync(Options());

        await sink.WriteAsync([Made.Start("hall"), Made.Lost("hall", 1, 3)], Stop);

        Assert.Equal(["hall/45057/boot", "hall/45057/lost-1"], Receiver.Ids);
        Assert.All(Receiver.Calls, call => Assert.False(call.Events[0].TryGetProperty("time", out _)));
    }

    [Fact]
    public async Task AListCarriesTheEventsOfADeviceUnderTheIdOfItsFirstAndLast()
    {
        await using WebhookSink sink = await OpenAsync(Options() with { MaxBatch = 3 });

        await sink.WriteAsync([.. Made.Turns(2, 4)], Stop);

        string[] expected = ["device0/45057/1~device0/45057/3", "device0/45057/4", "device1/45057/1~device1/45057/3", "device1/45057/4"];
        Assert.Equal(expected, Receiver.Ids.Order());
        Assert.All(Receiver.Calls, call => Assert.Equal("application/cloudevents-batch+json", call.ContentType));
        Assert.All(Receiver.Calls, call => Assert.True(call.IsSignedWith(Key)));
        HookCall first = Receiver.Calls.First(call => call.Id == expected[0]);
        Assert.Equal(["device0/45057/1", "device0/45057/2", "device0/45057/3"], first.EventIds);
    }

    [Fact]
    public async Task AListIsNoLongerThanItMayBe()
    {
        await using WebhookSink sink = await OpenAsync(Options() with { MaxBatch = 1000, MaxBatchBytes = 1024 });

        await sink.WriteAsync([.. Made.Turns(1, 50)], Stop);

        Assert.All(Receiver.Calls, call => Assert.InRange(call.Body.Length, 2, 1024));
        Assert.All(Receiver.Calls.SkipLast(1), call => Assert.True(call.Events.Count > 1));
        Assert.Equal(Enumerable.Range(1, 50).Select(n => $"device0/45057/{n}"), Receiver.Calls.SelectMany(call => call.EventIds));
    }

    [Fact]
    public async Task TheSameEventsArePackedInTheSameWayAfterARestart()
    {
        WebhookOptions options = Options() with { MaxBatch = 1000, MaxBatchBytes = 1024 };
        await using (WebhookSink sink = await OpenAsync(options))
        {
            await sink.WriteAsync([.. Made.Turns(1, 50)], Stop);
        }

        await using WebhookSink other = await OpenAsync(options with { MarksFile = Path.Combine(Folder, "other") });
        await other.WriteAsync([.. Made.Turns(1, 50)], Stop);

        string[] ids = [.. Receiver.Ids];
        Assert.Equal(ids[..(ids.Length / 2)], ids[(ids.Length / 2)..]);
    }

    [Fact]
    public async Task EachKeySignsWhileOneIsChanged()
    {
        WebhookKey next = WebhookKey.Create();
        await using WebhookSink sink = await OpenAsync(Options() with { Keys = [Key, next] });

        await sink.WriteAsync([Made.Temperature("hall", 1)], Stop);

        HookCall call = Assert.Single(Receiver.Calls);
        Assert.True(call.IsSignedWith(Key));
        Assert.True(call.IsSignedWith(next));
        Assert.False(call.IsSignedWith(WebhookKey.Create()));
    }

    [Fact]
    public async Task ADeviceHasOneRequestOnItsWayAndSeveralDevicesHaveTheirs()
    {
        const int Parallel = 3;
        Lock bolt = new();
        HashSet<string> onTheirWay = [];
        int most = 0;
        TaskCompletionSource full = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Receiver.Answer = async (call, _) =>
        {
            lock (bolt)
            {
                Assert.True(onTheirWay.Add(call.Device), "a device has two requests on their way");
                most = Math.Max(most, onTheirWay.Count);
                if (onTheirWay.Count == Parallel)
                {
                    full.TrySetResult();
                }
            }

            // Nobody goes on before as many are here as may be.
            await full.Task.WaitAsync(Waiting.Limit);
            lock (bolt)
            {
                onTheirWay.Remove(call.Device);
            }
        };
        await using WebhookSink sink = await OpenAsync(Options() with { MaxParallel = Parallel });

        await Task.WhenAll(Made.Turns(5, 6).Chunk(4).Select(some => sink.WriteAsync(some, Stop)));

        Assert.Equal(Parallel, most);
        foreach (IGrouping<string, HookCall> device in Receiver.Calls.GroupBy(call => call.Device))
        {
            Assert.Equal(Enumerable.Range(1, 6).Select(n => $"{device.Key}/45057/{n}"), device.Select(call => call.Id));
        }

        Assert.Equal(30, Receiver.Calls.Count);
    }
}
