namespace NanoEvents;

/// <summary>The TLS connection with the broker failed.</summary>
internal sealed class TlsFailedException(TlsTrouble trouble, Exception inner) : Exception(trouble.ToString(), inner)
{
    public TlsTrouble Trouble { get; } = trouble;
}
