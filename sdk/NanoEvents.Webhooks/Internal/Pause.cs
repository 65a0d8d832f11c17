namespace NanoEvents.Webhooks;

/// <summary>Until when the receiver wants no request at all: it has said so with <c>Retry-After</c>.</summary>
internal sealed class Pause(TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _began;
    private TimeSpan _length;

    /// <summary>What the receiver said last.</summary>
    public string Why { get; private set; } = "";

    /// <summary>What is left of it.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (_lock)
            {
                TimeSpan left = _length - time.GetElapsedTime(_began);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Begins a pause. A longer one that has begun stays.</summary>
    public void Begin(TimeSpan length, string why)
    {
        if (length > Left)
        {
            lock (_lock)
            {
                (_began, _length, Why) = (time.GetTimestamp(), length, why);
            }
        }
    }

    /// <summary>Waits for its end.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (Left is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
