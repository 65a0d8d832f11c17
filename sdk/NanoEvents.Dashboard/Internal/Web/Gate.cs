namespace NanoEvents.Dashboard;

/// <summary>How many requests are worked on at once, and how many may wait: a flood of them costs the reading nothing.</summary>
/// <param name="atOnce">How many are worked on.</param>
/// <param name="waiting">How many more may wait.</param>
internal sealed class Gate(int atOnce, int waiting) : IDisposable
{
    private readonly SemaphoreSlim _places = new(atOnce);
    private int _inside;

    /// <summary>Waits for a place.</summary>
    /// <returns>Whether there is one. Then <see cref="Leave"/> gives it back.</returns>
    public async Task<bool> TryEnterAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _inside) > atOnce + waiting)
        {
            Interlocked.Decrement(ref _inside);
            return false;
        }

        try
        {
            await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch
        {
            Interlocked.Decrement(ref _inside);
            throw;
        }
    }

    public void Leave()
    {
        _places.Release();
        Interlocked.Decrement(ref _inside);
    }

    public void Dispose() => _places.Dispose();
}
