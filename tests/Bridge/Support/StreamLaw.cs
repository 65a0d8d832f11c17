using NanoEvents.Redis;
using StackExchange.Redis;

namespace NanoEvents.Bridge.Tests.Support;

/// <summary>The promise, checked on what a stream holds.</summary>
internal static class StreamLaw
{
    /// <summary>Checks the stream, and returns the last number of each device and what is lost of it.</summary>
    public static async Task<Dictionary<string, (uint Last, long Lost)>> CheckAsync(RedisServer server, string stream)
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

        return EventLaw.Check(events);
    }
}
