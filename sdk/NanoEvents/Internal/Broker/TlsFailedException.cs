namespace NanoEvents;

/// <summary>TLS with the broker has not come about.</summary>
internal sealed class TlsFailedException(TlsTrouble trouble, Exception inner) : Exception(trouble.ToString(), inner)
{
    public TlsTrouble Trouble { get; } = trouble;
}
