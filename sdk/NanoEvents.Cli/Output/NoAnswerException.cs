namespace NanoEvents.Cli.Output;

/// <summary>A broker that has let us in does not answer a request, or has closed the connection.</summary>
/// <param name="problem">Which of the two.</param>
internal sealed class NoAnswerException(string problem) : Exception($"{problem}: {Mend}")
{
    public const string Mend = "look into the broker's log";

    public string Problem => problem;
}
