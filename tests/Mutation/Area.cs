using System.Reflection;
using Mono.Cecil;

namespace NanoEvents.Mutation;

/// <summary>A part of the product that is changed, and the tests that should notice.</summary>
/// <param name="Name">Its name in the report.</param>
/// <param name="Assembly">The file that is changed.</param>
/// <param name="Types">Which types of it.</param>
/// <param name="Tests">The tests that can notice a change, the fastest first.</param>
internal sealed record Area(string Name, string Assembly, Func<TypeDefinition, string, bool> Types, params TestProgram[] Tests)
{
    // Exhaustive runs, and those that wait for real time: they come last, or not at all where a shorter run of the same class finds the same.
    private static readonly string[] _slow = ["StorePowerLossTests", "OfflineStoreTests", "BatchSizeTests", "MotionLawTests", "EventRingTests", "MqttLinkTests"];

    private static readonly string[] _slowOfSdk = ["TimelineLawTests", "RobustnessTests", "RoundTripTests", "TlsStrengthTests", "TlsTests", "TlsExpiryTests", "VectorTests"];
    private static readonly string[] _tooSlow = ["*TwoProducers*", "*LongTrace*", "*EverySequence*", "*WithAMistake*", "*RandomTrace*"];

    private static readonly TestProgram _world = new("Faults", "NanoEvents.Faults.Tests", "seeds", "0", "120");

    // dotnet test runs 2,000.
    private static readonly TestProgram _moreOfTheWorld = new("Faults", "NanoEvents.Faults.Tests", "seeds", "120", "1880");
    private static readonly TestProgram _firmware = TestProgram.Firmware([.. Without(_slow), .. _tooSlow.SelectMany(name => new[] { "-method-", name })]);

    /// <summary>Everything that is changed.</summary>
    public static readonly Area[] All =
    [
        new(
            "core",
            "NanoEvents.Firmware",
            (_, file) => !file.Contains("/console/", StringComparison.Ordinal),
            Room("core/settings/", "Configuration"),
            Room("core/sensing/", "Sensors"),
            Room("core/ring/", "Ring"),
            Room("core/publishing/store/", "Store"),
            Room("core/publishing/", "Publishing"),
            _world,
            _firmware,
            Slow("core/sensing/", "MotionLawTests"),
            Slow("core/ring/", "EventRingTests"),
            Slow("core/publishing/", "BatchSizeTests", "OfflineStoreTests"),
            Slow("core/publishing/store/", "StorePowerLossTests"),
            _moreOfTheWorld with { Sees = "core/ring/" },
            _moreOfTheWorld with { Sees = "core/publishing/" }),
        new(
            "protocol",
            "NanoEvents.Protocol",
            (_, _) => true,
            TestProgram.Firmware("-class", "*.VectorTests", "-class", "*.BatchWriterTests", "-class", "*.BatchPartTests", "-class", "*.BatchOverflowTests", "-class", "*.LongestBatchTests"),
            TestProgram.Sdk("-class", "*.VectorTests", "-class", "*.BatchDecoderTests"),
            _world,
            _firmware,
            Slow("", "StorePowerLossTests", "BatchSizeTests")),
        new(
            "timeline",
            "NanoEvents",
            (_, file) => file.Contains("/Timeline/", StringComparison.Ordinal),
            TestProgram.Sdk("-class", "*.DeviceTimelineTests", "-class", "*.BootClashTests", "-class", "*.DeviceStateTests", "-class", "*.TimeTests"),
            _world,
            TestProgram.Sdk([.. _slowOfSdk.SelectMany(name => new[] { "-class-", "*." + name })]),
            TestProgram.Sdk("-class", "*.TimelineLawTests"),
            _moreOfTheWorld),
    ];

    private static TestProgram Room(string folder, string name) => TestProgram.Firmware(["-namespace", "*.Tests." + name, .. Without(_slow), .. Without(["TwoProducersTests"])]) with { Sees = folder };

    private static TestProgram Slow(string folder, params string[] classes) =>
        TestProgram.Firmware([.. classes.SelectMany(name => new[] { "-class", "*." + name }), "-method-", "*EverySequence*", "-method-", "*WithAMistake*"]) with { Sees = folder };

    private static IEnumerable<string> Without(string[] classes) => classes.SelectMany(name => new[] { "-class-", "*." + name });

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
