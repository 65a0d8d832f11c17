namespace System.Threading;

/// <summary>The lock of .NET 9, for libraries that are built for .NET 8.</summary>
internal sealed class Lock
{
    private readonly object _monitor = new();

    /// <summary>Waits for the lock.</summary>
    /// <returns>Dispose of it to free the lock.</returns>
    public Scope EnterScope()
    {
        Monitor.Enter(_monitor);
        return new Scope(_monitor);
    }

    /// <summary>The lock is held until this is disposed of.</summary>
    public readonly ref struct Scope(object held)
    {
        /// <summary>Frees the lock.</summary>
        public void Dispose() => Monitor.Exit(held);
    }
}
