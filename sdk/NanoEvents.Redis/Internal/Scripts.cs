namespace NanoEvents.Redis;

/// <summary>The scripts that run inside Redis. Each one is atomic, in the server's file (appendonly), too.</summary>
internal static class Scripts
{
    /// <summary>
    /// Takes the lease, unless another bridge has it; then says which. From then on writes of an earlier turn of this bridge are refused.
    /// Keys: lease, marks. Arguments: bridge, turn, milliseconds.
    /// </summary>
    public const string Take = """
        local held = redis.call('GET', KEYS[1])
        if held and string.sub(held, 1, #ARGV[1]) ~= ARGV[1] then
          return held
        end
        redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
        redis.call('HSET', KEYS[2], '#write', ARGV[2] .. ' 0')
        return ''
        """;

    /// <summary>Keeps the lease. Keys: lease. Arguments: turn, milliseconds.</summary>
    public const string Keep = """
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then
          return 0
        end
        return redis.call('PEXPIRE', KEYS[1], ARGV[2])
        """;

    /// <summary>Gives the lease back. Keys: lease. Arguments: turn.</summary>
    public const string Leave = """
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then
          return 0
        end
        return redis.call('DEL', KEYS[1])
        """;

    /// <summary>
    /// Writes records and marks, if this is the write that follows the last one of this turn. The records come first: if Redis refuses one, no mark is set.
    /// Keys: lease, marks, stream. Arguments: turn, number of the write before, number of this write, milliseconds, length of the stream, number of
    /// records; then id and event of each record; then device and marks of each device.
    /// </summary>
    public const string Write = """
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then
          return 'lease'
        end
        if redis.call('HGET', KEYS[2], '#write') ~= ARGV[1] .. ' ' .. ARGV[2] then
          return 'turn'
        end
        local marks = 7 + 2 * tonumber(ARGV[6])
        for i = 7, marks - 1, 2 do
          if ARGV[5] == '0' then
            redis.call('XADD', KEYS[3], '*', 'id', ARGV[i], 'event', ARGV[i + 1])
          else
            redis.call('XADD', KEYS[3], 'MAXLEN', '~', ARGV[5], '*', 'id', ARGV[i], 'event', ARGV[i + 1])
          end
        end
        for i = marks, #ARGV, 2 do
          redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
        end
        redis.call('HSET', KEYS[2], '#write', ARGV[1] .. ' ' .. ARGV[3])
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        return ''
        """;
}
