using System.Reflection;
using System.Text.Json;

namespace NanoEvents.Device.Tests;

/// <summary>tests/Device/VectorTests.cs says what firmware/protocol/vectors says. Run with NANOEVENTS_WRITE_VECTORS=1 to write it anew.</summary>
public sealed class VectorSourceTests
{
    private static readonly string _root =
        typeof(VectorSourceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Root").Value;

    private static readonly string _file = Path.Combine(_root, "tests", "Device", "VectorTests.cs");

    [Xunit.Fact]
    public void TheBoardTestsEveryVector()
    {
        string source = VectorSource.Write(Directory.GetFiles(Path.Combine(_root, "firmware", "protocol", "vectors"), "*.json").Order(StringComparer.Ordinal).Select(Read));
        if (Environment.GetEnvironmentVariable("NANOEVENTS_WRITE_VECTORS") == "1")
        {
            File.WriteAllText(_file, source);
        }

        string found = File.Exists(_file) ? File.ReadAllText(_file).ReplaceLineEndings("\n") : "";

        Xunit.Assert.True(source == found, "tests/Device/VectorTests.cs is stale: NANOEVENTS_WRITE_VECTORS=1 dotnet test writes it from firmware/protocol/vectors");
    }

    private static JsonElement Read(string path) => JsonDocument.Parse(File.ReadAllText(path)).RootElement;
}
