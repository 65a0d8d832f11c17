using NanoEvents.Redis;
using StackExchange.Redis;

namespace NanoEvents.Bridge.Tests.Support;

/// <summary>The promise, checked on what a stream holds.</summary>
internal static class StreamLaw
{
    /// <summary>
    /// Checks what a reader gets, and returns the last number of each device and what is lost of it. The stream may hold an event twice: a write that a crash has
    /// cut in Redis' file is not there after the next start, and part of it is after the one that follows.
    /// </summary>
    public static async Task<Dictionary<string, (uint Last, long Lost)>> CheckAsync(RedisServer server, string stream)
    {
        HashSet<string> ids = [.. (await EventsAsync(server, stream)).Select(e => EventId.Of(e))];
        List<NanoEvent> events = [];
        await using RedisEventClient reader = new(new RedisOptions { Address = server.Address(stream) });
        await foreach (NanoEvent e in reader.ReadAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            events.Add(e);
            if (events.Count == ids.Count)
            {
                break;
            }
        }

        return EventLaw.Check(events);
    }

    /// <summary>What the stream holds, each with its own id.</summary>
    public static async Task<List<NanoEvent>> EventsAsync(RedisServer server, string stream)
    {
        await using ConnectionMultiplexer redis = await server.OpenAsync();
        StreamEntry[] entries = await redis.GetDatabase().StreamRangeAsync(stream);
        List<NanoEvent> events = [];
        foreach (StreamEntry entry in entries)
        {
            Assert.True(Records.TryRead(entry, out NanoEvent e, out UndecodedMessage? why), why?.Reason);
            Assert.Equal(EventId.Of(e), (string?)entry["id"]);
            events.Add(e);
        }

        return events;
    }
}
