namespace NanoEvents.Mutation;

/// <summary>Some tests of a test program that is already built.</summary>
/// <param name="Project">The program's folder below tests.</param>
/// <param name="Assembly">The program's assembly.</param>
/// <param name="Arguments">Which tests of it are run.</param>
internal sealed record TestProgram(string Project, string Assembly, params string[] Arguments)
{
    /// <summary>Which places these tests can see; the part of a path that they have in common.</summary>
    public string Sees { get; init; } = "";

    /// <summary>Where the program was built.</summary>
    public string Folder => Path.Combine(Area.Metadata("Tests"), Project, "bin", Area.Metadata("Configuration"), "net10.0");

    /// <summary>The arguments of one run: the first failure ends it.</summary>
    public IEnumerable<string> OneRun => Arguments[0] == "seeds" ? Arguments : [.. Arguments, "-stopOnFail", "-noColor"];

    /// <summary>Some classes of the firmware's tests.</summary>
    public static TestProgram Firmware(params string[] arguments) => new("Firmware", "NanoEvents.Firmware.Tests", arguments);

    /// <summary>Some classes of the SDK's tests.</summary>
    public static TestProgram Sdk(params string[] arguments) => new("Sdk", "NanoEvents.Tests", arguments);

    public override string ToString() => $"{Project} {string.Join(' ', Arguments.Where(argument => argument[0] != '-'))}";
}
