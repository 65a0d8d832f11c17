using System.Diagnostics;
using System.Text.Json;

namespace NanoEvents.Firmware.Checks.Board;

/// <summary>One project file, two ways to build it: which one is taken depends on nanoFramework's project system alone.</summary>
public sealed class ProjectSystemTests : IDisposable
{
    private const string Asked = "-getProperty:Seen,ReferenceSignatures,TargetFramework,LanguageTargets,Nullable,LangVersion,OutputType,OutputPath -getItem:Compile,Reference,ProjectReference";

    private readonly DirectoryInfo _stub = Directory.CreateTempSubdirectory("nanoFramework");

    public void Dispose() => _stub.Delete(recursive: true);

    [Theory]
    [InlineData("firmware/esp32/NanoEvents.Esp32.nfproj", "Exe")]
    [InlineData("tests/Device/NFUnitTest.nfproj", "Library")]
    public void WithTheProjectSystemItsFilesAreImportedInOrderAndNothingElse(string project, string outputType)
    {
        foreach (string part in new[] { "NFProjectSystem.Default.props", "NFProjectSystem.props", "NFProjectSystem.CSharp.targets" })
        {
            string stub = $"<Project><PropertyGroup><Seen>$(Seen){part};</Seen></PropertyGroup></Project>";
            File.WriteAllText(Path.Combine(_stub.FullName, part), stub);
        }

        JsonElement seen = Evaluate(project, $"-p:NanoFrameworkProjectSystemPath={_stub.FullName}/");

        Assert.Equal("NFProjectSystem.Default.props;NFProjectSystem.props;NFProjectSystem.CSharp.targets;", Property(seen, "Seen"));
        Assert.Equal(outputType, Property(seen, "OutputType"));
        Assert.Equal("9.0", Property(seen, "LangVersion"));
        Assert.Equal([string.Empty, string.Empty, string.Empty], new[] { "ReferenceSignatures", "TargetFramework", "Nullable" }.Select(p => Property(seen, p)));
        Assert.Contains("mscorlib", Items(seen, "Reference"));
        Assert.Empty(Items(seen, "ProjectReference"));
        Assert.Contains(Items(seen, "Compile"), f => f.EndsWith("BatchWriter.cs", StringComparison.Ordinal));
        Assert.DoesNotContain(Items(seen, "Compile"), f => f.Contains("/obj/", StringComparison.Ordinal) || f.Contains("\\obj\\", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("firmware/esp32/NanoEvents.Esp32.nfproj")]
    [InlineData("tests/Device/NFUnitTest.nfproj")]
    public void WithoutItTheSignaturesAreAllThereIs(string project)
    {
        JsonElement seen = Evaluate(project, $"-p:NanoFrameworkProjectSystemPath={_stub.FullName}/");

        Assert.Equal("true", Property(seen, "ReferenceSignatures"));
        Assert.Empty(Items(seen, "Reference"));
        Assert.EndsWith("NanoEvents.Reference.csproj", Assert.Single(Items(seen, "ProjectReference")));
        Assert.StartsWith("bin/reference/", Property(seen, "OutputPath"));
    }

    private static JsonElement Evaluate(string project, string property)
    {
        ProcessStartInfo start = new("dotnet", $"msbuild {project} -nologo {property} {Asked}")
        {
            WorkingDirectory = Built.Root,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        return JsonDocument.Parse(output).RootElement;
    }

    private static string Property(JsonElement seen, string name) => seen.GetProperty("Properties").GetProperty(name).GetString()!;

    private static string[] Items(JsonElement seen, string name) => [.. seen.GetProperty("Items").GetProperty(name).EnumerateArray().Select(i => i.GetProperty("Identity").GetString()!)];
}
