using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NanoEvents.Bridge;

namespace NanoEvents.Webhooks.Tests.Receiving;

/// <summary>Sends signed requests, good ones and others.</summary>
internal sealed class HookSender(Uri address, WebhookKey key, TimeProvider time) : IDisposable
{
    public const string Single = "application/cloudevents+json";
    public const string Batch = "application/cloudevents-batch+json";

    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private int _messages;

    public Uri Address => address;

    /// <summary>The JSON of an event as a CloudEvent, which a test can spoil.</summary>
    public static JsonObject CloudEventOf(NanoEvent e) => new()
    {
        ["specversion"] = "1.0",
        ["id"] = NanoEvents.Bridge.EventId.Of(e),
        ["source"] = CloudEvent.SourceOf(e),
        ["type"] = CloudEvent.TypeOf(e),
        ["datacontenttype"] = "application/json",
        ["data"] = JsonSerializer.SerializeToNode(e),
    };

    public static byte[] BatchOf(IEnumerable<NanoEvent> events) => BatchOf([.. events.Select(CloudEventOf)]);

    public static byte[] BatchOf(JsonNode[] items) => Encoding.UTF8.GetBytes(new JsonArray(items).ToJsonString());

    /// <summary>Sends events as a batch, signed.</summary>
    public Task<string> SendAsync(IEnumerable<NanoEvent> events, CancellationToken cancellationToken = default) => SendAsync(BatchOf(events), Batch, cancellationToken);

    /// <summary>Sends a body, signed.</summary>
    /// <returns>The status and the line of the answer, as <c>401 the header … is missing</c>.</returns>
    public Task<string> SendAsync(byte[] body, string type = Batch, CancellationToken cancellationToken = default) => SendAsync(Request(body, type), cancellationToken);

    /// <summary>A signed request, which a test can spoil.</summary>
    public HttpRequestMessage Request(byte[] body, string type = Batch)
    {
        WebhookSignature signature = WebhookSignature.Sign([key], $"msg_{Interlocked.Increment(ref _messages)}", time.GetUtcNow(), body);
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.Add(WebhookSignature.IdHeader, signature.Id);
        request.Headers.Add(WebhookSignature.TimestampHeader, signature.Timestamp);
        request.Headers.Add(WebhookSignature.SignatureHeader, signature.Value);
        return request;
    }

    public async Task<string> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.DoesNotContain('\n', text);
        Assert.DoesNotContain(key.Reveal(), text, StringComparison.Ordinal);
        Assert.Equal((int)response.StatusCode is 204 or 405, text.Length == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {text}").TrimEnd();
    }

    public void Dispose() => _http.Dispose();
}
