using NanoEvents.Cli.Board;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Board.Flash;

/// <summary>`flash` in a clone builds the image where it is missing or older than a source, with a dotnet of our own that writes down what it is asked.</summary>
public sealed class FirmwareCloneTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("nanoevents").FullName;

    public FirmwareCloneTests()
    {
        Write("firmware/esp32/NanoEvents.Esp32.csproj");
        Write("firmware/core/sensing/Sampler.cs");
        Write(".nanoFramework/versions.json");
        Write("port");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void ItIsFoundFromAnyFolderInIt()
    {
        Assert.Equal(Path.Combine(_root, FirmwareImage.Usual), FirmwareClone.Find(Path.Combine(_root, "firmware", "core"))!.Image);
        Assert.Null(FirmwareClone.Find(Path.GetPathRoot(_root)!));
    }

    [Fact]
    public void AnImageIsOldWhenASourceIsNewer()
    {
        FirmwareClone clone = FirmwareClone.Find(_root)!;
        Assert.Equal("there is no image yet", clone.WhyBuild());

        Write(FirmwareImage.Usual, ageMinutes: -1);
        Assert.Null(clone.WhyBuild());

        Write("firmware/core/obj/made.cs", ageMinutes: -2);
        Assert.Null(clone.WhyBuild());

        Write("firmware/core/sensing/Sampler.cs", ageMinutes: -2);
        Assert.Equal($"{Path.Combine("firmware", "core", "sensing", "Sampler.cs")} is newer than the image", clone.WhyBuild());
    }

    [Fact]
    public async Task FlashBuildsItOnceAndDeploysIt()
    {
        string script = $"mkdir -p firmware/esp32/bin/image && cp made.bin {FirmwareImage.Usual}";
        await File.WriteAllBytesAsync(Path.Combine(_root, "made.bin"), TestImage.Make(40_000), TestContext.Current.CancellationToken);
        await FlashAsync(script);
        (int exitCode, string[] errors) = await FlashAsync(script);

        Assert.True(exitCode == 0, string.Join('\n', errors));
        Assert.Equal(FirmwareImage.Build, $"dotnet {Assert.Single(Asked("dotnet"))}");
        Assert.Contains($"--deploy --image {FirmwareImage.Usual} --address", Asked("nanoff")[^1]);
    }

    [Fact]
    public async Task ABuildThatFailsEndsItWithOneLine()
    {
        (int exitCode, string[] errors) = await FlashAsync("exit 7");

        Assert.Equal(1, exitCode);
        Assert.Equal($"error  `{FirmwareImage.Build}` ended with 7: its lines above say why. An image that you have can be named with --image", errors[^1]);
        Assert.EndsWith("--devicedetails", Assert.Single(Asked("nanoff"), asked => asked != "--version"));
    }

    [Fact]
    public async Task WithoutAPortNothingIsBuilt()
    {
        (int exitCode, string[] errors) = await FlashAsync("exit 7", "none");

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"error  no serial port {Path.Combine(_root, "none")}; there ", Assert.Single(errors));
        Assert.Empty(Asked("dotnet"));
    }

    [Fact]
    public async Task ADryRunSaysThatItWouldBuildAndBuildsNothing()
    {
        (int exitCode, string[] lines, string[] errors) = await Nanoevents.RunInAsync(Path.Combine(_root, "firmware"), ["flash", "--dry-run", "--chip", "esp32", "--port", "COM7"]);

        Assert.Equal(0, exitCode);
        Assert.Equal(["nanoff", "dotnet", "nanoff", "nanoff"], lines.Select(line => line.Split(' ')[0]));
        Assert.Equal(FirmwareImage.Build, lines[1]);
        Assert.Contains($" --image {Path.Combine("esp32", "bin", "image", "NanoEvents.Esp32.bin")} ", lines[3]);
        Assert.Equal("The firmware is built before anything is written, because there is no image yet.", Assert.Single(errors));
    }

    private async Task<(int ExitCode, string[] Errors)> FlashAsync(string build, string port = "port")
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-ins for dotnet and nanoff are shell scripts");
        Tool("dotnet", build);
        Tool("nanoff", "echo nanoff 2.5.162");
        string path = $"{Path.Combine(_root, "tools")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        (int exitCode, _, string[] errors) = await Nanoevents.RunInAsync(_root, ["flash", "--chip", "esp32", "--no-wait", "--port", Path.Combine(_root, port)], ("PATH", path), ("DOTNET_HOST_PATH", Path.Combine(_root, "tools", "dotnet")));
        return (exitCode, errors);
    }

    private void Tool(string name, string script)
    {
        Write($"tools/{name}", $"#!/bin/sh\necho \"$*\" >>'{_root}/{name}.asked'\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(_root, "tools", name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private string[] Asked(string name) => File.Exists(Path.Combine(_root, $"{name}.asked")) ? File.ReadAllLines(Path.Combine(_root, $"{name}.asked")) : [];

    private void Write(string name, string text = "", int ageMinutes = 0)
    {
        string path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-ageMinutes));
    }
}
