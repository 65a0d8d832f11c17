using System.Globalization;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using NanoEvents.Bridge;

namespace NanoEvents.Webhooks.AspNetCore;

/// <summary>Reads CloudEvents 1.0 in JSON: one, or a list of them.</summary>
internal static class CloudEventReader
{
    /// <summary>The media types that are read.</summary>
    public const string MediaTypes = Single + " or " + Batch;

    private const string Single = "application/cloudevents+json";
    private const string Batch = "application/cloudevents-batch+json";

    /// <summary>Whether a content type is one of <see cref="MediaTypes"/>, in UTF-8.</summary>
    public static bool TryMediaType(string? contentType, out bool isBatch)
    {
        isBatch = false;
        if (!MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type))
        {
            return false;
        }

        isBatch = type.MediaType.Equals(Batch, StringComparison.OrdinalIgnoreCase);
        bool isUtf8 = !type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
        return isUtf8 && (isBatch || type.MediaType.Equals(Single, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Reads a body. An event that cannot be read does not cost the others.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="isBatch">Whether they are a list of events.</param>
    /// <param name="read">The events, in order.</param>
    /// <param name="problem">Why it is no JSON of this kind; empty if it is.</param>
    /// <returns>Whether it is JSON of this kind.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> body, bool isBatch, out ReadEvents read, out string problem)
    {
        read = new ReadEvents();
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            problem = root.ValueKind == (isBatch ? JsonValueKind.Array : JsonValueKind.Object) ? "" : isBatch ? "the body is no list" : "the body is no object";
            foreach (JsonElement item in problem.Length > 0 ? [] : isBatch ? root.EnumerateArray().AsEnumerable() : [root])
            {
                Read(item, read);
            }
        }
        catch (JsonException e)
        {
            problem = "the body is no JSON: " + e.Message;
        }

        return problem.Length == 0;
    }

    private static void Read(JsonElement item, ReadEvents read)
    {
        if (TryEnvelope(item, out JsonElement data, out string problem) && RecordJson.TryRead(data, out NanoEvent e, out problem))
        {
            read.Events.Add(e);
            return;
        }

        string? id = item.ValueKind == JsonValueKind.Object ? Text(item, "id") : null;
        read.Refuse(id is null ? problem : $"{id}: {problem}");
        if (LossOf(id) is { } loss)
        {
            read.Events.Add(loss);
        }
    }

    private static bool TryEnvelope(JsonElement item, out JsonElement data, out string problem)
    {
        data = default;
        problem = item.ValueKind != JsonValueKind.Object ? "it is no object"
            : Text(item, "specversion") != CloudEvent.Version ? $"specversion is not {CloudEvent.Version}"
            : !item.TryGetProperty("data", out data) ? "it has no data"
            : "";
        return problem.Length == 0;
    }

    // Strings of untrusted JSON may have halves of characters, which cannot be read.
    private static string? Text(JsonElement item, string name)
    {
        try
        {
            return item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // Its id says which event it is. So the handler is told that it will not come, at its place. The sender's own record of that loss is then known.
    private static NanoEvent? LossOf(string? id)
    {
        string[] parts = id?.Split('/') ?? [];
        return parts.Length >= 3 && string.Join('/', parts[..^2]) is var device && DeviceName.IsValidUnderPrefix(device)
            && int.TryParse(parts[^2], NumberStyles.None, CultureInfo.InvariantCulture, out int boot)
            && uint.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out uint sequence) && sequence > 0
            ? NanoEvent.OfLoss(device, boot, sequence, 1, LossCause.Refused)
            : null;
    }
}

/// <summary>What a body holds.</summary>
internal sealed class ReadEvents
{
    /// <summary>The events, in order. One that cannot be read and has an id is a loss at its place.</summary>
    public List<NanoEvent> Events { get; } = [];

    /// <summary>How many cannot be read.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Why the first of them cannot be read; empty if all can.</summary>
    public string Problem { get; private set; } = "";

    public void Refuse(string problem)
    {
        Problem = Unreadable++ == 0 ? problem : Problem;
    }
}
