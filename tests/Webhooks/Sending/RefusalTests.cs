using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NanoEvents.Bridge;
using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Kafka.Tests;
using NanoEvents.Testing;

namespace NanoEvents.Webhooks.Tests.Sending;

/// <summary>A receiver that refuses an event, or everything.</summary>
public sealed class RefusalTests : Senders
{
    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task AnEventThatIsRefusedForGoodIsNamed(int code)
    {
        Receiver.Say(code, text: "no such room");
        await using WebhookSink sink = await OpenAsync(Options());

        EventRefusedException refusal = await Assert.ThrowsAsync<EventRefusedException>(() => sink.WriteAsync([Made.Temperature("hall", 1)], Stop));

        Assert.Equal(($"it answered {code}: no such room", 1u), (refusal.Message, Assert.Single(refusal.Refused).Sequence!.Value));
        Assert.Single(Receiver.Calls);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task AListIsHalvedUntilTheEventIsFoundAndAllBeforeItAreThere(int code)
    {
        Receiver.Answer = Refusing(code, "hall/45057/11");
        await using WebhookSink sink = await OpenAsync(Options() with { MaxBatch = 100 });

        EventRefusedException refusal = await Assert.ThrowsAsync<EventRefusedException>(() => sink.WriteAsync([.. Numbers(1, 16)], Stop));

        Assert.Equal("hall/45057/11", EventId.Of(Assert.Single(refusal.Refused)));
        Assert.Equal(
            ["hall/45057/1~hall/45057/16", "hall/45057/1~hall/45057/8", "hall/45057/9~hall/45057/16", "hall/45057/9~hall/45057/12", "hall/45057/9~hall/45057/10", "hall/45057/11~hall/45057/12", "hall/45057/11"],
            Receiver.Ids);
    }

    [Fact]
    public async Task AListThatIsTooMuchAtOnceArrivesInHalves()
    {
        Receiver.Answer = (call, context) =>
        {
            context.Response.StatusCode = call.Events.Count > 4 ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        };
        await using WebhookSink sink = await OpenAsync(Options() with { MaxBatch = 100 });

        await sink.WriteAsync([.. Numbers(1, 16)], Stop);

        Assert.Equal(Enumerable.Range(1, 16).Select(n => $"hall/45057/{n}"), Receiver.Calls.Where(call => call.Events.Count <= 4).SelectMany(call => call.EventIds));
    }

    [Fact]
    public async Task ThroughABridgeARefusedEventIsADeadLetterAndALossInItsPlace()
    {
        await using FakeEventClient client = new();
        client.Device("hall").Temperature(20).Temperature(21).Temperature(22);
        client.Send(new UndecodedMessage("nanoevents/hall/events", "no batch", new byte[] { 0, 255 }));
        client.Complete();
        Receiver.Answer = (call, context) =>
        {
            context.Response.StatusCode = call.Events[0].GetProperty("data").TryGetProperty("celsius", out JsonElement celsius) && celsius.GetDecimal() == 21
                ? StatusCodes.Status422UnprocessableEntity
                : StatusCodes.Status204NoContent;
            return context.Response.StatusCode == StatusCodes.Status204NoContent ? Task.CompletedTask : context.Response.WriteAsync("21 is too much");
        };
        await using WebhookSink sink = new(Options());

        await new EventBridge(client, sink).RunAsync(Stop);

        int boot = client.Handled[0].BootId;
        Assert.Equal([$"hall/{boot}/1", $"hall/{boot}/2", $"hall/{boot}/lost-2", $"hall/{boot}/3"], Receiver.Ids);

        // The bridge has begun again, and so the message came again.
        JsonElement[] letters = [.. File.ReadLines(Path.Combine(Folder, "marks.dead")).Distinct().Select(line => JsonDocument.Parse(line).RootElement)];
        JsonElement refused = Assert.Single(letters, letter => letter.TryGetProperty("event", out _));
        Assert.Equal(($"hall/{boot}/2", "it answered 422: 21 is too much", 21m),
            (refused.GetProperty("source").GetString(), refused.GetProperty("reason").GetString(), refused.GetProperty("event").GetProperty("celsius").GetDecimal()));
        JsonElement message = Assert.Single(letters, letter => letter.TryGetProperty("base64", out _));
        Assert.Equal(("nanoevents/hall/events", "no batch", "AP8="), (message.GetProperty("source").GetString(), message.GetProperty("reason").GetString(), message.GetProperty("base64").GetString()));
    }

    [Theory]
    [InlineData(301, "a redirect, and none is followed")]
    [InlineData(307, "a redirect, and none is followed")]
    [InlineData(401, "it does not accept the signature, or it wants a token")]
    [InlineData(403, "it does not permit this")]
    [InlineData(404, "there is no such path")]
    [InlineData(405, "it answered 405")]
    [InlineData(410, "it is gone for good")]
    [InlineData(415, "it does not take application/cloudevents+json")]
    public async Task WhatSomebodyMustMendIsALineAndAStateAndThenAllArrives(int code, string line)
    {
        await using Hook elsewhere = await Hook.StartAsync();
        Receiver.Say(code, headers: ("Location", elsewhere.Address));
        await using FakeEventClient client = new();
        client.Device("hall").Motion(true).Motion(false).Motion(true);
        List<string> said = [];
        await using WebhookSink sink = new(Options());
        EventBridge bridge = new(client, sink, new EventBridgeOptions { Name = "the hook", RetryDelay = TimeSpan.FromMilliseconds(1) });
        bridge.NoticeReceived += (_, e) => Add(said, e.Notice.Text);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task running = bridge.RunAsync(end.Token);

        // Several tries, each of them one request, because the clock stands.
        await Waiting.UntilAsync(() => Receiver.Calls.Count >= 3 && bridge.State == BridgeState.Waiting);
        Assert.Contains(line, bridge.Problem);
        Assert.Single(said, text => text.StartsWith("Waiting for the hook: it answered", StringComparison.Ordinal));
        Assert.Single(Receiver.Ids.Distinct());
        Assert.Empty(elsewhere.Calls);

        Receiver.Answer = null;
        await Waiting.UntilAsync(() => client.Handled.Count == 3);
        Assert.Equal((BridgeState.Running, null), (bridge.State, bridge.Problem));
        await end.CancelAsync();
        await running;
        Assert.Equal(["1", "2", "3"], Receiver.Ids.Distinct().Select(id => id.Split('/')[2]));
    }

    [Fact]
    public async Task WhatTheReceiverSaysIsShortAndHarmless()
    {
        Receiver.Say(400, text: "\u001b[31mred\r\n" + new string('x', 10_000_000));
        await using WebhookSink sink = await OpenAsync(Options());

        EventRefusedException refusal = await Assert.ThrowsAsync<EventRefusedException>(() => sink.WriteAsync([Made.Temperature("hall", 1)], Stop));

        Assert.InRange(refusal.Message.Length, 20, 400);
        Assert.DoesNotContain(refusal.Message, char.IsControl);
    }

    [Theory]
    [InlineData("?code=SECRET%2Fcode", "for /hook?code=SECRET%2Fcode")]
    [InlineData("?a=1&code=SECRET%2Fcode", "the code SECRET/code is unknown")]
    public async Task TheQueryOfTheAddressIsNotPrintedThoughTheReceiverRepeatsIt(string query, string says)
    {
        Receiver.Say(400, text: says);
        await using WebhookSink sink = await OpenAsync(Options(Receiver.Address + query));

        EventRefusedException refusal = await Assert.ThrowsAsync<EventRefusedException>(() => sink.WriteAsync([Made.Temperature("hall", 1)], Stop));

        Assert.Equal("it answered 400", refusal.Message);
    }

    [Fact]
    public async Task ALetterThatACrashHasCutOffStaysALineOfItsOwn()
    {
        string file = Path.Combine(Folder, "letters");
        await File.WriteAllTextAsync(file, "{\"at\":\"2026", Stop);
        await using WebhookSink sink = new(Options() with { DeadLetterFile = file });

        await sink.WriteAsync(new DeadLetter("a", "b", "{}"u8.ToArray()), Stop);
        await sink.WriteAsync(new DeadLetter("c", "d", "[1]"u8.ToArray()), Stop);

        string[] lines = await File.ReadAllLinesAsync(file, Stop);
        Assert.Equal(3, lines.Length);
        Assert.Equal("{\"at\":\"2026-01-31T08:00:00Z\",\"source\":\"a\",\"reason\":\"b\",\"event\":{}}", lines[1]);
        Assert.Equal("{\"at\":\"2026-01-31T08:00:00Z\",\"source\":\"c\",\"reason\":\"d\",\"base64\":\"WzFd\"}", lines[2]);
    }

    private static IEnumerable<NanoEvent> Numbers(uint from, uint to) => Enumerable.Range((int)from, (int)(to - from + 1)).Select(n => Made.Temperature("hall", (uint)n));

    private static Func<HookCall, HttpContext, Task> Refusing(int code, string id) => (call, context) =>
    {
        context.Response.StatusCode = call.EventIds.Contains(id) ? code : StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    };

    private static void Add(List<string> to, string text)
    {
        lock (to)
        {
            to.Add(text);
        }
    }
}
