using NanoEvents.Redis;
using StackExchange.Redis;

namespace NanoEvents.Bridge.Tests.Support;

/// <summary>The promise, checked on what a stream holds: each number of a boot once, delivered or in one loss, and in order.</summary>
internal static class StreamLaw
{
    /// <summary>Checks the stream, and returns the last number of each device and what is lost of it.</summary>
    public static async Task<Dictionary<string, (uint Last, long Lost)>> CheckAsync(RedisServer server, string stream)
    {
        await using ConnectionMultiplexer redis = await server.OpenAsync();
        StreamEntry[] entries = await redis.GetDatabase().StreamRangeAsync(stream);
        Dictionary<string, (uint Last, long Lost)> devices = [];
        HashSet<string> ids = [];
        foreach (StreamEntry entry in entries)
        {
            Assert.True(Records.TryRead(entry, out NanoEvent e, out UndecodedMessage? why), why?.Reason);
            Assert.Equal(EventId.Of(e), (string?)entry["id"]);
            Assert.True(ids.Add(EventId.Of(e)), $"{e} is there twice");
            (uint last, long lost) = devices.GetValueOrDefault(e.Device);
            if (e.Kind == EventKind.Boot)
            {
                Assert.Equal(0u, last);
                continue;
            }

            Assert.Equal(last + 1, e.Sequence ?? e.From);
            devices[e.Device] = (e.Checkpoint.Sequence, lost + (e.Kind == EventKind.Lost ? e.Count ?? 0 : 0));
        }

        return devices;
    }
}
