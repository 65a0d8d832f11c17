using NanoEvents.Redis;
using StackExchange.Redis;

namespace NanoEvents.Bridge.Tests.Support;

/// <summary>The promise, checked on what a stream holds and on what a reader gets of it.</summary>
internal static class StreamLaw
{
    /// <summary>Ends Redis as a crash would, and starts it with what it has written down.</summary>
    /// <param name="server">The server.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="cut">How many bytes the crash has kept it from writing.</param>
    public static async Task<Crash> CrashAsync(RedisServer server, string stream, int cut = 0)
    {
        long endedMs = await server.KillAndStartAsync(cut);
        await using ConnectionMultiplexer redis = await server.OpenAsync();
        StreamEntry[] last = await redis.GetDatabase().StreamRangeAsync(stream, maxId: endedMs, count: 1, messageOrder: Order.Descending);
        return new Crash(last.Length > 0 ? $"({last[0].Id}" : "-", endedMs);
    }

    /// <summary>How many entries bridges have written.</summary>
    public static async Task<long> LengthAsync(RedisServer server, string stream, IEnumerable<Crash> crashes)
    {
        await using ConnectionMultiplexer redis = await server.OpenAsync();
        return await redis.GetDatabase().StreamLengthAsync(stream) - (await BroughtBackAsync(redis, stream, crashes)).Count;
    }

    /// <summary>Checks what bridges have written, and that a reader gets the same; returns the last number of each device and what is lost of it.</summary>
    public static async Task<Dictionary<string, (uint Last, long Lost)>> CheckAsync(RedisServer server, string stream, IEnumerable<Crash> crashes)
    {
        await using ConnectionMultiplexer redis = await server.OpenAsync();
        HashSet<RedisValue> broughtBack = await BroughtBackAsync(redis, stream, crashes);
        List<NanoEvent> written = [];
        foreach (StreamEntry entry in (await redis.GetDatabase().StreamRangeAsync(stream)).Where(entry => !broughtBack.Contains(entry.Id)))
        {
            Assert.True(Records.TryRead(entry, out NanoEvent e, out UndecodedMessage? why), why?.Reason);
            Assert.Equal(EventId.Of(e), (string?)entry["id"]);
            written.Add(e);
        }

        List<NanoEvent> read = [];
        await using RedisEventClient reader = new(new RedisOptions { Address = server.Address(stream) });
        await foreach (NanoEvent e in reader.ReadAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            read.Add(e);
            if (read.Count == written.Count)
            {
                break;
            }
        }

        EventLaw.Check(read);
        return EventLaw.Check(written);
    }

    // Redis 7.0 leaves a part of a write that a crash has cut in its file, and has it again after a later start.
    private static async Task<HashSet<RedisValue>> BroughtBackAsync(ConnectionMultiplexer redis, string stream, IEnumerable<Crash> crashes)
    {
        HashSet<RedisValue> ids = [];
        foreach (Crash crash in crashes)
        {
            ids.UnionWith((await redis.GetDatabase().StreamRangeAsync(stream, crash.After, crash.EndedMs)).Select(entry => entry.Id));
        }

        return ids;
    }

    /// <summary>A crash of Redis. What lies in between was not there after the start that followed.</summary>
    /// <param name="After">Behind the last entry that was there then.</param>
    /// <param name="EndedMs">When it ended, as ids say it.</param>
    internal sealed record Crash(string After, long EndedMs);
}
