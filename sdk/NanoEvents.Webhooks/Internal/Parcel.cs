using NanoEvents.Bridge;

namespace NanoEvents.Webhooks;

/// <summary>What one request carries: events of one device, in order. It stays the same at each try, and so does its id.</summary>
/// <param name="events">The events.</param>
/// <param name="texts">Each of them as a CloudEvent in JSON.</param>
/// <param name="isBatch">Whether the body is a list, also if it holds one event.</param>
internal sealed class Parcel(IReadOnlyList<NanoEvent> events, IReadOnlyList<byte[]> texts, bool isBatch)
{
    public IReadOnlyList<NanoEvent> Events => events;

    public string ContentType => isBatch ? "application/cloudevents-batch+json" : "application/cloudevents+json";

    /// <summary>The id of the event; for several, those of the first and the last.</summary>
    public string Id { get; } = events.Count == 1 ? EventId.Of(events[0]) : $"{EventId.Of(events[0])}~{EventId.Of(events[^1])}";

    public byte[] Body { get; } = isBatch ? [(byte)'[', .. texts.SelectMany((text, i) => i == 0 ? text : [(byte)',', .. text]), (byte)']'] : texts[0];

    /// <summary>The two halves of a parcel with several events.</summary>
    public IEnumerable<Parcel> Halve()
    {
        int half = events.Count / 2;
        yield return new Parcel([.. events.Take(half)], [.. texts.Take(half)], isBatch);
        yield return new Parcel([.. events.Skip(half)], [.. texts.Skip(half)], isBatch);
    }
}
