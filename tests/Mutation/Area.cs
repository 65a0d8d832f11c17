using System.Reflection;
using Mono.Cecil;

namespace NanoEvents.Mutation;

/// <summary>A part of the product that is changed, and the tests that should notice.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Assembly">The file that is changed.</param>
/// <param name="Types">Which types of it.</param>
/// <param name="Tests">The test programs, in the order in which they are run, with their arguments.</param>
internal sealed record Area(string Name, string Assembly, Func<TypeDefinition, string, bool> Types, params TestProgram[] Tests)
{
    private static readonly TestProgram _world = new("Faults", "NanoEvents.Faults.Tests", ["seeds", "0", "120"]);

    /// <summary>Everything that is changed.</summary>
    public static readonly Area[] All =
    [
        new("core", "NanoEvents.Firmware", (_, file) => !file.Contains("/console/", StringComparison.Ordinal), new("Firmware", "NanoEvents.Firmware.Tests", Quick), _world),
        new("protocol", "NanoEvents.Protocol", (_, _) => true, new("Firmware", "NanoEvents.Firmware.Tests", Quick), new("Sdk", "NanoEvents.Tests", ["-class", "*Batches*", "-class", "*Timeline*"])),
        new("timeline", "NanoEvents", (_, file) => file.Contains("imeline", StringComparison.Ordinal), new("Sdk", "NanoEvents.Tests", ["-class", "*Timeline*", "-class", "*Boot*", "-class", "*State*", "-class", "*Time*"]), _world),
    ];

    // Without the runs that are long because they are exhaustive: what they find, shorter ones of the same class find, too.
    private static string[] Quick => ["-method-", "*TwoProducers*", "-method-", "*LongTrace*", "-method-", "*EverySequence*", "-method-", "*WithAMistake*", "-method-", "*RandomTrace*"];

    /// <summary>Every place in it that can be changed.</summary>
    public Place[] Places()
    {
        using ModuleDefinition module = Read();
        return [.. Mutations.Of(module, Types)];
    }

    /// <summary>Its compiled code.</summary>
    public ModuleDefinition Read() =>
        ModuleDefinition.ReadModule(Path.Combine(Tests[0].Folder, Assembly + ".dll"), new ReaderParameters { ReadSymbols = true, InMemory = true });

    /// <summary>A value that the project file has set.</summary>
    public static string Metadata(string key) =>
        typeof(Area).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
