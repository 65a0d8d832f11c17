namespace NanoEvents.Cli.Tests.Consoles;

/// <summary>A bad line: it passes bytes on from one port to another, both ways, and flips a bit, loses a byte or adds one now and then.</summary>
internal sealed class NoisyRelay : IDisposable
{
    private readonly FileStream _one;
    private readonly FileStream _other;
    private long _damaged;

    /// <summary>Relays until it is disposed.</summary>
    /// <param name="one">A port.</param>
    /// <param name="other">The other one.</param>
    /// <param name="oneIn">One byte in so many is damaged.</param>
    public NoisyRelay(string one, string other, int oneIn)
    {
        _one = Open(one);
        _other = Open(other);
        Start(_one, _other, new Random(1), oneIn);
        Start(_other, _one, new Random(2), oneIn);
    }

    /// <summary>How many bytes have been damaged.</summary>
    public long Damaged => Interlocked.Read(ref _damaged);

    /// <summary>A port as a file, as a terminal program has it.</summary>
    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);

    public void Dispose()
    {
        _one.Dispose();
        _other.Dispose();
    }

    private void Start(FileStream from, FileStream to, Random random, int oneIn) => new Thread(() =>
    {
        byte[] buffer = new byte[256];
        try
        {
            for (int count = from.Read(buffer); count > 0; count = from.Read(buffer))
            {
                to.Write([.. buffer[..count].SelectMany(b => Pass(b, random, oneIn))]);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The lead is pulled: the test is over.
        }
    })
    { IsBackground = true }.Start();

    private byte[] Pass(byte b, Random random, int oneIn)
    {
        if (random.Next(oneIn) != 0)
        {
            return [b];
        }

        Interlocked.Increment(ref _damaged);
        return random.Next(4) switch
        {
            0 => [],
            1 => [b, (byte)random.Next(256)],
            _ => [(byte)(b ^ (1 << random.Next(8)))],
        };
    }
}
