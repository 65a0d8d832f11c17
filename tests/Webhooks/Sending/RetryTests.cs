using System.Globalization;
using Microsoft.AspNetCore.Http;
using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Kafka.Tests;

namespace NanoEvents.Webhooks.Tests.Sending;

/// <summary>A receiver that does not take a request at once.</summary>
public sealed class RetryTests : Senders
{
    [Theory]
    [InlineData(408)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    public async Task ARequestIsTriedAgainWithTheSameIdAndANewSignature(int code)
    {
        Receiver.Say(code, times: 2);
        await using WebhookSink sink = await OpenAsync(Patient() with { RetryDelay = TimeSpan.FromSeconds(3) });

        Task write = sink.WriteAsync([Made.Temperature("hall", 1)], Stop);
        await Time.PassAsync(write);
        await write;

        Assert.Equal(["hall/45057/1", "hall/45057/1", "hall/45057/1"], Receiver.Ids);
        Assert.Equal(3, Receiver.Calls.Select(call => call.Timestamp).Distinct().Count());
        Assert.Equal(3, Receiver.Calls.Select(call => call.Signature).Distinct().Count());
        Assert.All(Receiver.Calls, call => Assert.True(call.IsSignedWith(Key)));
        Assert.Single(Receiver.Calls.Select(call => Convert.ToHexString(call.Body)).Distinct());
    }

    [Theory]
    [InlineData("5")]
    [InlineData("Sat, 31 Jan 2026 08:00:05 GMT")]
    public async Task RetryAfterIsHonoured(string after)
    {
        Receiver.Say(503, times: 1, headers: [("Retry-After", after), ("Date", "Sat, 31 Jan 2026 08:00:00 GMT")]);
        await using WebhookSink sink = await OpenAsync(Patient());
        Task write = sink.WriteAsync([Made.Temperature("hall", 1), Made.Temperature("cellar", 1)], Stop);
        await Time.PassAsync(write);
        await write;

        // Two requests are on their way at the same time, and either may be the refused one.
        Assert.Equal(3, Receiver.Calls.Count);
        HookCall[] tries = [.. Receiver.Calls.GroupBy(call => call.Id).Single(calls => calls.Count() == 2)];
        Assert.InRange(Seconds(tries[1]) - Seconds(tries[0]), 5, 3600);
    }

    [Fact]
    public async Task ADateOfAReceiverWhoseClockIsWrongIsADistance()
    {
        Receiver.Say(503, times: 1, headers: [("Retry-After", "Fri, 01 Jan 2038 00:00:05 GMT"), ("Date", "Fri, 01 Jan 2038 00:00:00 GMT")]);
        await using WebhookSink sink = await OpenAsync(Patient());

        Task write = sink.WriteAsync([Made.Temperature("hall", 1)], Stop);
        await Time.PassAsync(write);
        await write;

        Assert.InRange(Seconds(Receiver.Calls[1]) - Seconds(Receiver.Calls[0]), 5, 3600);
    }

    [Fact]
    public async Task ALongPauseEndsTheWriteAndTheNextBeginningWaitsForItsEnd()
    {
        Receiver.Say(429, times: 1, headers: ("Retry-After", "3600"));
        await using WebhookSink sink = await OpenAsync(Options());

        Exception said = await Assert.ThrowsAsync<HookException>(() => sink.WriteAsync([Made.Temperature("hall", 1)], Stop));
        Assert.Equal("it answered 429", said.Message);

        DateTimeOffset end = Time.GetUtcNow() + TimeSpan.FromHours(1);
        Task load = sink.LoadAsync(Stop).AsTask();
        Time.SetUtcNow(end - TimeSpan.FromSeconds(1));
        await Time.PassAsync(load);
        await load;
        Assert.True(Time.GetUtcNow() >= end);
        await sink.WriteAsync([Made.Temperature("hall", 1)], Stop);
        Assert.Equal(2, Receiver.Calls.Count);
    }

    [Fact]
    public async Task APauseHoldsForAllDevices()
    {
        Receiver.Say(429, times: 1, headers: ("Retry-After", "3600"));
        await using WebhookSink sink = await OpenAsync(Options());
        await Assert.ThrowsAsync<HookException>(() => sink.WriteAsync([Made.Temperature("hall", 1)], Stop));

        Exception said = await Assert.ThrowsAnyAsync<Exception>(() => sink.WriteAsync([Made.Temperature("cellar", 1)], Stop));
        Task load = sink.LoadAsync(Stop).AsTask();

        Assert.NotNull(said);
        Assert.Single(Receiver.Calls);
        Assert.False(load.IsCompleted);
    }

    [Fact]
    public async Task ALateAnswerIsNotBelievedToBeNoneAndTheSameIdComesAgain()
    {
        TaskCompletionSource handled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int calls = 0;
        Receiver.Answer = async (_, _) =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                handled.SetResult();
                await answer.Task;
            }
        };
        await using WebhookSink sink = await OpenAsync(Options() with { RequestTimeout = TimeSpan.FromMinutes(1) });
        Task write = sink.WriteAsync([Made.Temperature("hall", 1), Made.Temperature("hall", 2)], Stop);
        await handled.Task;

        Time.Advance(TimeSpan.FromMinutes(1));
        await Waiting.UntilAsync(() => { Time.Advance(TimeSpan.FromMilliseconds(20)); return Receiver.Calls.Count >= 2; });
        answer.SetResult();
        await write;

        Assert.Equal(["hall/45057/1", "hall/45057/1", "hall/45057/2"], Receiver.Ids);
    }

    [Fact]
    public async Task AConnectionThatIsResetIsTriedAgainWithTheSameId()
    {
        int calls = 0;
        Receiver.Answer = (_, context) =>
        {
            if (Interlocked.Increment(ref calls) <= 2)
            {
                context.Abort();
            }

            return Task.CompletedTask;
        };
        await using WebhookSink sink = await OpenAsync(Patient());

        Task write = sink.WriteAsync([Made.Temperature("hall", 1)], Stop);
        await Time.PassAsync(write);
        await write;

        Assert.Equal(["hall/45057/1", "hall/45057/1", "hall/45057/1"], Receiver.Ids);
    }

    [Fact]
    public async Task PatienceEndsAndTheWriteFailsWithALine()
    {
        Receiver.Say(503);
        await using WebhookSink sink = await OpenAsync(Options());

        Task write = sink.WriteAsync([Made.Temperature("hall", 1)], Stop);
        await Time.PassAsync(write);

        Assert.Equal("it answered 503", (await Assert.ThrowsAsync<HookException>(() => write)).Message);
        Assert.True(Receiver.Calls.Count > 1);
    }

    [Fact]
    public async Task AfterAFailureNothingMoreOfTheDeviceIsSent()
    {
        Receiver.Answer = (call, context) =>
        {
            context.Response.StatusCode = call.Id == "hall/45057/2" ? StatusCodes.Status403Forbidden : StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        };
        await using WebhookSink sink = await OpenAsync(Options());
        Task[] writes = [.. Enumerable.Range(1, 4).Select(n => sink.WriteAsync([Made.Temperature("hall", (uint)n)], Stop))];

        await writes[0];
        foreach (Task write in writes[1..])
        {
            await Assert.ThrowsAnyAsync<Exception>(() => write);
        }

        Assert.Equal(["hall/45057/1", "hall/45057/2"], Receiver.Ids);
    }

    [Fact]
    public async Task WhatTheReceiverHasIsNotSentAgainAfterAFailureOfAnotherDevice()
    {
        bool isMended = false;
        Receiver.Answer = (call, context) =>
        {
            context.Response.StatusCode = call.Device == "cellar" && !isMended ? StatusCodes.Status404NotFound : StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        };
        NanoEvent[] events = [Made.Temperature("cellar", 1), Made.Temperature("hall", 1), Made.Temperature("hall", 2)];
        await using WebhookSink sink = await OpenAsync(Options());
        Task write = sink.WriteAsync(events, Stop);
        await Assert.ThrowsAsync<HookException>(() => write);
        await Waiting.UntilAsync(() => Receiver.Ids.Contains("hall/45057/2"));

        Assert.Empty(await sink.LoadAsync(Stop));
        isMended = true;
        await sink.WriteAsync(events, Stop);

        Assert.Equal(["cellar/45057/1", "cellar/45057/1", "hall/45057/1", "hall/45057/2"], Receiver.Ids.Order());
        Assert.Equal(["cellar:45057:1", "hall:45057:2"], (await sink.LoadAsync(Stop)).Select(mark => mark.ToString()).Order());
    }

    [Fact]
    public async Task ABeginningWaitsForRequestsThatAreOnTheirWay()
    {
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Receiver.Answer = (_, _) => answer.Task;
        await using WebhookSink sink = await OpenAsync(Options());
        Task write = sink.WriteAsync([Made.Temperature("hall", 1), Made.Temperature("hall", 2)], Stop);
        await Waiting.UntilAsync(() => Receiver.Calls.Count == 1);

        Task load = sink.LoadAsync(Stop).AsTask();
        Assert.False(load.IsCompleted);
        answer.SetResult();
        await load;
        await Assert.ThrowsAnyAsync<Exception>(() => write);

        // The first is there. Only the second comes with the next beginning.
        Assert.Equal(["hall/45057/1"], Receiver.Ids);
        await sink.WriteAsync([Made.Temperature("hall", 1), Made.Temperature("hall", 2)], Stop);
        Assert.Equal(["hall/45057/1", "hall/45057/2"], Receiver.Ids);
    }

    [Fact]
    public async Task AnAnswerWithoutAnEndHoldsNobodyUp()
    {
        Receiver.Answer = async (_, context) =>
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[64 * 1024], context.RequestAborted);
            }
        };
        await using WebhookSink sink = await OpenAsync(Options());

        await sink.WriteAsync([Made.Temperature("hall", 1), Made.Temperature("hall", 2)], Stop);

        Assert.Equal(["hall/45057/1", "hall/45057/2"], Receiver.Ids);
    }

    private static long Seconds(HookCall call) => long.Parse(call.Timestamp, CultureInfo.InvariantCulture);
}
