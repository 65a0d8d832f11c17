namespace NanoEvents.Mutation;

/// <summary>A test program that is already built.</summary>
/// <param name="Project">Its folder below tests.</param>
/// <param name="Assembly">Its assembly's name.</param>
/// <param name="Arguments">Which tests of it are run.</param>
internal sealed record TestProgram(string Project, string Assembly, string[] Arguments)
{
    /// <summary>Where it was built.</summary>
    public string Folder => Path.Combine(Area.Metadata("Tests"), Project, "bin", Area.Metadata("Configuration"), "net10.0");

    /// <summary>The arguments of one run: the first failure ends it.</summary>
    public IEnumerable<string> OneRun => Arguments[0] == "seeds" ? Arguments : [.. Arguments, "-stopOnFail", "-noColor"];
}
