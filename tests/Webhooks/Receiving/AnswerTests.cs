using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NanoEvents.Kafka.Tests;
using NanoEvents.Webhooks.AspNetCore;

namespace NanoEvents.Webhooks.Tests.Receiving;

/// <summary>What a receiver answers: to what is good, forged, old, spoiled, too large.</summary>
public sealed class AnswerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ABatchAndASingleEventReachTheHandler()
    {
        await using Hook hook = await Hook.StartAsync();

        Assert.Equal("204", await hook.Sender.SendAsync([Made.Start("hall"), Made.Temperature("hall", 1), Made.Temperature("hall", 2), Made.Lost("hall", 3, 2)], Stop));
        byte[] single = Encoding.UTF8.GetBytes(HookSender.CloudEventOf(Made.Temperature("hall", 5)).ToJsonString());
        Assert.Equal("204", await hook.Sender.SendAsync(single, HookSender.Single + "; charset=UTF-8", Stop));
        Assert.Equal("204", await hook.Sender.SendAsync(HookSender.BatchOf(Array.Empty<JsonNode>()), cancellationToken: Stop));

        Assert.Equal("boot 1 2 lost:3+2:overflow 5", Made.Numbers(hook.Handled));
        Assert.Equal(JsonSerializer.Serialize(Made.Temperature("hall", 2)), JsonSerializer.Serialize(hook.Handled.ElementAt(2)));
        Assert.Equal("", hook.Log);
    }

    [Fact]
    public async Task WhatAnotherLibraryWritesIsRead()
    {
        await using Hook hook = await Hook.StartAsync();
        var formatter = new JsonEventFormatter();
        CloudNative.CloudEvents.CloudEvent[] written = [.. new[] { Made.Temperature("site1/hall", 7), Made.Lost("site1/hall", 8, 3, LossCause.Refused) }.Select(e =>
            new CloudNative.CloudEvents.CloudEvent
            {
                Id = Bridge.EventId.Of(e),
                Source = new Uri("nanoevents/site1/hall", UriKind.Relative),
                Type = "nanoevents." + e.KindName,
                Time = e.Time,
                Data = JsonSerializer.SerializeToElement(e),
            })];

        byte[] single = formatter.EncodeStructuredModeMessage(written[0], out System.Net.Mime.ContentType singleType).ToArray();
        byte[] batch = formatter.EncodeBatchModeMessage(written, out System.Net.Mime.ContentType batchType).ToArray();
        Assert.Equal("204", await hook.Sender.SendAsync(single, singleType.ToString(), Stop));
        Assert.Equal("204", await hook.Sender.SendAsync(batch, batchType.ToString(), Stop));

        Assert.Equal("7 lost:8+3:refused", Made.Numbers(hook.Handled));
    }

    [Fact]
    public async Task WhatNobodyWithAKeyHasSignedIsRefused()
    {
        await using Hook hook = await Hook.StartAsync();
        byte[] body = HookSender.BatchOf([Made.Temperature("hall", 1)]);

        HttpRequestMessage forged = hook.Sender.Request(body);
        forged.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace("hall", "attic", StringComparison.Ordinal)))
        {
            Headers = { ContentType = forged.Content!.Headers.ContentType },
        };
        Assert.Equal("401 no signature in webhook-signature fits a key", await hook.Sender.SendAsync(forged, Stop));

        using var stranger = new HookSender(hook.Sender.Address, WebhookKey.Create(), hook.Time);
        Assert.Equal("401 no signature in webhook-signature fits a key", await stranger.SendAsync(body, cancellationToken: Stop));

        foreach (string name in new[] { WebhookSignature.IdHeader, WebhookSignature.TimestampHeader, WebhookSignature.SignatureHeader })
        {
            HttpRequestMessage unsigned = hook.Sender.Request(body);
            unsigned.Headers.Remove(name);
            Assert.Equal($"401 the header {name} is missing", await hook.Sender.SendAsync(unsigned, Stop));
        }

        Assert.Empty(hook.Handled);
        Assert.Contains("A request to /hook was answered with 401: no signature in webhook-signature fits a key", hook.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARequestThatSomebodySendsAgainLaterIsRefused()
    {
        await using Hook hook = await Hook.StartAsync();
        byte[] body = HookSender.BatchOf([Made.Temperature("hall", 1)]);
        HttpRequestMessage first = hook.Sender.Request(body), soon = hook.Sender.Request(body), late = hook.Sender.Request(body);

        Assert.Equal("204", await hook.Sender.SendAsync(first, Stop));
        hook.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("204", await hook.Sender.SendAsync(soon, Stop));
        hook.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("401 webhook-timestamp is 301 s old, and at most 300 s are allowed", await hook.Sender.SendAsync(late, Stop));

        Assert.Equal("1", Made.Numbers(hook.Handled));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("application/cloudevents+json; charset=iso-8859-1")]
    [InlineData("application/cloudevents+avro")]
    public async Task AnotherContentTypeIsNotRead(string type)
    {
        await using Hook hook = await Hook.StartAsync();

        Assert.Equal(
            "415 the content type must be application/cloudevents+json or application/cloudevents-batch+json, in UTF-8 and not compressed",
            await hook.Sender.SendAsync("{}"u8.ToArray(), type, Stop));
    }

    [Fact]
    public async Task NoContentTypeCompressionOrAnotherMethodIsNotRead()
    {
        await using Hook hook = await Hook.StartAsync();
        using var packed = new MemoryStream();
        await using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await zip.WriteAsync(HookSender.BatchOf([Made.Temperature("hall", 1)]), Stop);
        }

        HttpRequestMessage compressed = hook.Sender.Request(packed.ToArray());
        compressed.Content!.Headers.ContentEncoding.Add("gzip");
        HttpRequestMessage untyped = hook.Sender.Request("[]"u8.ToArray());
        untyped.Content!.Headers.ContentType = null;
        HttpRequestMessage get = hook.Sender.Request("[]"u8.ToArray());
        get.Method = HttpMethod.Get;

        Assert.StartsWith("415 ", await hook.Sender.SendAsync(compressed, Stop), StringComparison.Ordinal);
        Assert.StartsWith("415 ", await hook.Sender.SendAsync(untyped, Stop), StringComparison.Ordinal);
        Assert.Equal("405", await hook.Sender.SendAsync(get, Stop));
        Assert.Empty(hook.Handled);
    }

    [Fact]
    public async Task ABodyThatIsTooLargeIsRefusedWithAndWithoutALength()
    {
        byte[] body = HookSender.BatchOf([Made.Temperature("hall", 1)]);
        await using Hook hook = await Hook.StartAsync(options: new WebhookReceiverOptions { MaxBodyBytes = body.Length });
        byte[] larger = [.. body, (byte)' '];
        string refusal = $"413 the body has more than {body.Length} bytes";

        Assert.Equal(refusal, await hook.Sender.SendAsync(larger, cancellationToken: Stop));
        Assert.Equal(refusal, await hook.Sender.SendAsync(Chunked(hook.Sender.Request(larger)), Stop));
        Assert.Equal(refusal, await hook.Sender.SendAsync(Chunked(hook.Sender.Request(new byte[3_000_000])), Stop));
        Assert.Empty(hook.Handled);
        Assert.Equal("204", await hook.Sender.SendAsync(Chunked(hook.Sender.Request(body)), Stop));
        Assert.Single(hook.Handled);
    }

    // What a server allows by itself is 30 million bytes.
    [Fact]
    public async Task ALargeBodyCanBeAllowed()
    {
        await using Hook hook = await Hook.StartAsync(options: new WebhookReceiverOptions { MaxBodyBytes = 40_000_000 });
        byte[] body = [.. HookSender.BatchOf([Made.Temperature("hall", 1)]), .. Enumerable.Repeat((byte)' ', 32_000_000)];

        Assert.Equal("204", await hook.Sender.SendAsync(body, cancellationToken: Stop));
        Assert.Single(hook.Handled);
    }

    [Fact]
    public async Task ABodyThatDoesNotArriveIsGivenUp()
    {
        await using Hook hook = await Hook.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(hook.Sender.Address.Host, hook.Sender.Address.Port, Stop);
        string head = $"POST /hook HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {HookSender.Batch}\r\nContent-Length: 100\r\n\r\n[";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Stop);

        // The clock stands still, and the request may not have begun to wait when it moves for the first time.
        using var reader = new StreamReader(socket.GetStream());
        Task<string?> status = reader.ReadLineAsync(Stop).AsTask();
        while (!status.IsCompleted)
        {
            hook.Time.Advance(TimeSpan.FromSeconds(31));
            await Task.Delay(20, Stop);
        }

        Assert.Equal("HTTP/1.1 408 Request Timeout", await status);
    }

    [Theory]
    [InlineData("", "400 the body is no JSON: ")]
    [InlineData("no", "400 the body is no JSON: ")]
    [InlineData("[{]", "400 the body is no JSON: ")]
    [InlineData("{}", "400 the body is no list")]
    [InlineData("5", "400 the body is no list")]
    [InlineData("[5]", "422 1 cannot be read, the others are handled; it is no object")]
    [InlineData("[{}]", "422 1 cannot be read, the others are handled; specversion is not 1.0")]
    [InlineData("""[{"specversion":"0.3","id":"x"}]""", "422 1 cannot be read, the others are handled; x: specversion is not 1.0")]
    [InlineData("""[{"specversion":"1.0","id":"x"},7]""", "422 2 cannot be read, the others are handled; x: it has no data")]
    [InlineData("""[{"specversion":"1.0","id":"x","data":{}}]""", "422 1 cannot be read, the others are handled; x: An event has a member \"kind\"; this object has none.")]
    [InlineData("""[{"specversion":"1.0","id":"a\r\nb\u0007","data":null}]""", "422 1 cannot be read, the others are handled; a  b : An event is an object, not null.")]
    [InlineData("""[{"specversion":"1.0","id":"\ud800","data":"\ud800"}]""", "422 1 cannot be read, the others are handled; ")]
    public async Task WhatIsNoEventIsSaidInALine(string body, string answer)
    {
        await using Hook hook = await Hook.StartAsync();

        Assert.StartsWith(answer, await hook.Sender.SendAsync(Encoding.UTF8.GetBytes(body), cancellationToken: Stop), StringComparison.Ordinal);
        Assert.Empty(hook.Handled);
    }

    [Fact]
    public async Task SignedRubbishIsAnsweredAndCostsNobodyElse()
    {
        await using Hook hook = await Hook.StartAsync();
        byte[] good = HookSender.BatchOf([Made.Start("hall"), Made.Temperature("hall", 1), Made.Lost("hall", 2, 3), Made.Temperature("attic", 9)]);
        var random = new Random(20260131);
        for (int i = 0; i < 500; i++)
        {
            byte[] spoiled = [.. good];
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                spoiled[random.Next(spoiled.Length)] = (byte)random.Next(256);
            }

            byte[] body = i % 3 == 0 ? spoiled[..random.Next(spoiled.Length)] : i % 10 == 0 ? [.. Enumerable.Repeat((byte)'[', 3000)] : spoiled;
            string answer = await hook.Sender.SendAsync(body, i % 7 == 0 ? HookSender.Single : HookSender.Batch, Stop);
            Assert.Contains(answer[..3], new[] { "204", "400", "422" });
        }

        int before = hook.Handled.Count;
        Assert.Equal("204", await hook.Sender.SendAsync([Made.Temperature("cellar", 1), Made.Temperature("cellar", 2)], Stop));
        Assert.Equal("1 2", Made.Numbers(hook.Handled.Skip(before)));
    }

    [Fact]
    public void WhatIsMissingIsSaidAtTheStart()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        WebApplication none = builder.Build();
        builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddNanoEventsWebhook();
        WebApplication half = builder.Build();
        builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddNanoEventsWebhook().Handle((_, _) => default);
        WebApplication whole = builder.Build();
        string key = WebhookKey.Create().Reveal();

        Assert.Equal(
            "There is no handler for webhooks: call builder.Services.AddNanoEventsWebhook().Handle<YourHandler>() before Build().",
            Assert.Throws<InvalidOperationException>(() => none.MapNanoEvents("/hook", key)).Message);
        Assert.Equal(
            "There is no handler for webhooks: continue AddNanoEventsWebhook() with .Handle<YourHandler>().",
            Assert.Throws<InvalidOperationException>(() => half.MapNanoEvents("/hook", key)).Message);
        Assert.DoesNotContain("hunter2", Assert.Throws<FormatException>(() => whole.MapNanoEvents("/hook", "hunter2")).Message, StringComparison.Ordinal);
        Assert.StartsWith("a receiver of webhooks needs a key", Assert.Throws<ArgumentException>(() => whole.MapNanoEvents("/hook", new WebhookReceiverOptions())).Message, StringComparison.Ordinal);
        whole.MapNanoEvents("/hook", key);
    }

    private static HttpRequestMessage Chunked(HttpRequestMessage request)
    {
        request.Headers.TransferEncodingChunked = true;
        return request;
    }
}
