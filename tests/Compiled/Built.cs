using System.Reflection;
using Mono.Cecil;

namespace NanoEvents.Firmware.Checks;

/// <summary>Where the compiled firmware and the repository's files are.</summary>
internal static class Built
{
    public static string Root { get; } = Metadata("Root");

    public static string Firmware { get; } = Path.Combine(Root, "firmware/esp32/bin", Metadata("Configuration"), "NanoEvents.Esp32.dll");

    /// <summary>The compiled parts of the product, as far as they run on a PC.</summary>
    public static string[] Product { get; } =
    [
        OnPc("firmware/protocol", "NanoEvents.Protocol.dll"),
        OnPc("firmware/core", "NanoEvents.Firmware.dll"),
        OnPc("firmware/simulator", "NanoEvents.Simulator.dll"),
    ];

    /// <summary>The compiled libraries and the command.</summary>
    public static string[] Sdk { get; } =
    [
        OnPc("sdk/NanoEvents", "NanoEvents.dll"),
        OnPc("sdk/NanoEvents.Testing", "NanoEvents.Testing.dll"),
        OnPc("sdk/NanoEvents.Bridge", "NanoEvents.Bridge.dll"),
        OnPc("sdk/NanoEvents.Redis", "NanoEvents.Redis.dll"),
        OnPc("sdk/NanoEvents.Kafka", "NanoEvents.Kafka.dll"),
        OnPc("sdk/NanoEvents.Amqp", "NanoEvents.Amqp.dll"),
        OnPc("sdk/NanoEvents.EventHubs", "NanoEvents.EventHubs.dll"),
        OnPc("sdk/NanoEvents.Webhooks", "NanoEvents.Webhooks.dll"),
        OnPc("sdk/NanoEvents.History", "NanoEvents.History.dll"),
        OnPc("sdk/NanoEvents.HomeAssistant", "NanoEvents.HomeAssistant.dll"),
        OnPc("sdk/NanoEvents.Dashboard", "NanoEvents.Dashboard.dll"),
        OnPc("sdk/NanoEvents.Hosting", "NanoEvents.Hosting.dll"),
        OnPc("sdk/NanoEvents.Webhooks.AspNetCore", "NanoEvents.Webhooks.AspNetCore.dll"),
        OnPc("sdk/NanoEvents.Cli", "NanoEvents.Cli.dll"),
        OnPc("sdk/NanoEvents.Bridge.Tool", "NanoEvents.Bridge.Tool.dll"),
    ];

    /// <summary>The compiled reader of an event's way: the SDK, and the sample that the README shows.</summary>
    public static string[] Reader { get; } =
    [
        OnPc("sdk/NanoEvents", "NanoEvents.dll"),
        OnPc("sdk/samples/Consume", "Consume.dll"),
    ];

    public static string DeviceTests { get; } = Path.Combine(Root, "tests/Device/bin", Metadata("Configuration"), "NFUnitTest.dll");

    /// <summary>The signatures of nanoFramework's libraries, apart from mscorlib.</summary>
    public static string Reference { get; } = Path.Combine(Root, ".nanoFramework/reference/bin", Metadata("Configuration"), "NanoEvents.Reference.dll");

    /// <summary>Where NuGet keeps the packages that it has fetched.</summary>
    public static string Packages { get; } = Metadata("Packages");

    // Not read at the start: BoardProject needs this class for itself.
    /// <summary>nanoFramework's own mscorlib, from its package.</summary>
    public static string CoreLibrary => Path.Combine(Board.BoardProject.All[0].Libraries.Single(l => l.Package == "nanoFramework.CoreLibrary").Folder, "lib/mscorlib.dll");

    /// <summary>A type of nanoFramework: of mscorlib, or of the signatures.</summary>
    public static TypeDefinition Library(string fullName) => Read(CoreLibrary).GetType(fullName) ?? Read(Reference).GetType(fullName);

    /// <summary>A compiled file, able to look up what it takes from mscorlib and the signatures.</summary>
    public static ModuleDefinition Read(string file) => ModuleDefinition.ReadModule(file, Parameters());

    /// <summary>A compilation in memory, able to look up what it takes from mscorlib and the signatures.</summary>
    public static ModuleDefinition Read(Stream image) => ModuleDefinition.ReadModule(image, Parameters());

    private static ReaderParameters Parameters()
    {
        DefaultAssemblyResolver resolver = new();
        foreach (string directory in resolver.GetSearchDirectories())
        {
            resolver.RemoveSearchDirectory(directory);
        }

        resolver.AddSearchDirectory(Path.GetDirectoryName(CoreLibrary));
        resolver.AddSearchDirectory(Path.GetDirectoryName(Reference));
        return new ReaderParameters { AssemblyResolver = resolver, InMemory = true };
    }

    private static string OnPc(string folder, string file) => Path.Combine(Root, folder, "bin", Metadata("Configuration"), "net10.0", file);

    private static string Metadata(string key) =>
        typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
