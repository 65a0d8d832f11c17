using System.Diagnostics;
using System.Text.Json;

namespace NanoEvents.Firmware.Checks.Board;

/// <summary>One project file, two kinds of build: against the signatures, and for an image from the packages.</summary>
public sealed class BoardProjectTests
{
    private const string Asked = "-getProperty:TargetFramework,Nullable,LangVersion,OutputType,OutputPath,ImageFile -getItem:Compile,PackageDownload,ProjectReference";

    [Theory]
    [InlineData(BoardProject.Firmware, "Exe")]
    [InlineData(BoardProject.DeviceTests, "Library")]
    public void AnUsualBuildTakesTheSignaturesAndNoPackageButMscorlibs(string project, string outputType)
    {
        JsonElement seen = Evaluate(project);

        Assert.Equal(outputType, Property(seen, "OutputType"));
        Assert.Equal("9.0", Property(seen, "LangVersion"));
        Assert.Equal("disable", Property(seen, "Nullable"));
        Assert.Equal(["nanoFramework.CoreLibrary"], Items(seen, "PackageDownload"));
        Assert.EndsWith("NanoEvents.Reference.csproj", Assert.Single(Items(seen, "ProjectReference")));
        Assert.Contains(Items(seen, "Compile"), f => f.EndsWith("BatchWriter.cs", StringComparison.Ordinal));
        Assert.DoesNotContain(Items(seen, "Compile"), f => f.Contains("/obj/", StringComparison.Ordinal) || f.Contains("\\obj\\", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void AnImageTakesEveryPackageInTheVersionOfTheSetAndNoSignature(int project)
    {
        BoardProject board = BoardProject.All[project];

        JsonElement fetched = Evaluate(board.File, "-p:Image=packages");
        JsonElement built = Evaluate(board.File, "-p:Image=true");

        Assert.Equal(
            board.Libraries.Select(l => $"{l.Package} [{l.Version}]").Append("nanoFramework.Tools.MetadataProcessor.MsBuildTask [3.0.100]").Distinct(),
            fetched.GetProperty("Items").GetProperty("PackageDownload").EnumerateArray().Select(i => $"{i.GetProperty("Identity")} {i.GetProperty("Version")}"));
        Assert.Empty(Items(built, "ProjectReference"));
        Assert.Equal("bin/image/", Property(built, "OutputPath"));
        Assert.EndsWith($"/bin/image/{Path.GetFileNameWithoutExtension(board.File)}.bin", Property(built, "ImageFile").Replace('\\', '/'));
    }

    private static JsonElement Evaluate(string project, params string[] properties)
    {
        ProcessStartInfo start = new("dotnet", ["msbuild", project, "-nologo", .. properties, .. Asked.Split(' ')])
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
