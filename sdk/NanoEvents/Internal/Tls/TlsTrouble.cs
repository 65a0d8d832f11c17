namespace NanoEvents;

/// <summary>Why TLS has not come about.</summary>
/// <param name="Problem">What is wrong, and where.</param>
/// <param name="Mend">What to do.</param>
/// <param name="MayPass">Whether trying again may help, with nothing changed here.</param>
internal sealed record TlsTrouble(string Problem, string Mend, bool MayPass = false)
{
    public override string ToString() => $"{Problem}. {Mend}{(Mend.EndsWith('?') ? "" : ".")}";
}
