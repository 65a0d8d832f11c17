using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;

namespace NanoEvents.Webhooks.Tests.Sending;

/// <summary>A request that has come.</summary>
internal sealed record HookCall(string Path, string Id, string Timestamp, string Signature, string ContentType, string? Authorization, byte[] Body)
{
    /// <summary>The CloudEvents in it.</summary>
    public IReadOnlyList<JsonElement> Events
    {
        get
        {
            JsonElement json = JsonDocument.Parse(Body).RootElement;
            return json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray()] : [json];
        }
    }

    public IEnumerable<string> EventIds => Events.Select(e => e.GetProperty("id").GetString()!);

    /// <summary>The device of its events.</summary>
    public string Device => Events[0].GetProperty("data").GetProperty("device").GetString()!;

    public static async Task<HookCall> ReadAsync(HttpRequest request)
    {
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body);
        return new HookCall(
            request.Path,
            request.Headers[WebhookSignature.IdHeader].ToString(),
            request.Headers[WebhookSignature.TimestampHeader].ToString(),
            request.Headers[WebhookSignature.SignatureHeader].ToString(),
            request.ContentType ?? "",
            request.Headers.Authorization.Count == 0 ? null : request.Headers.Authorization.ToString(),
            body.ToArray());
    }

    /// <summary>Whether a library that is not ours says that a key has signed it.</summary>
    public bool IsSignedWith(WebhookKey key) => Signature.Split(' ').Contains(
        new StandardWebhook(key.Reveal()).Sign(Id, DateTimeOffset.FromUnixTimeSeconds(long.Parse(Timestamp, System.Globalization.CultureInfo.InvariantCulture)), Encoding.UTF8.GetString(Body)));
}
