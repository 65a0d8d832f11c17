namespace NanoEvents;

/// <summary>Why a TLS connection has failed.</summary>
/// <param name="Problem">The problem, and where it is.</param>
/// <param name="Mend">What to do.</param>
/// <param name="MayPass">Whether a retry may help, without a change here.</param>
internal sealed record TlsTrouble(string Problem, string Mend, bool MayPass = false)
{
    public override string ToString() => $"{Problem}. {Mend}{(Mend.EndsWith('?') ? "" : ".")}";
}

/// <summary>The TLS connection with the broker failed.</summary>
internal sealed class TlsFailedException(TlsTrouble trouble, Exception inner) : Exception(trouble.ToString(), inner)
{
    public TlsTrouble Trouble { get; } = trouble;
}
