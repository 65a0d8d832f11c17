using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests;

/// <summary>The help screens, word by word.</summary>
public sealed class HelpTests
{
    [Theory]
    [InlineData("nanoevents")]
    [InlineData("demo")]
    [InlineData("watch")]
    [InlineData("dashboard")]
    [InlineData("bridge")]
    [InlineData("export")]
    [InlineData("import")]
    [InlineData("forget")]
    [InlineData("broker")]
    [InlineData("certificates")]
    [InlineData("flash")]
    [InlineData("configure")]
    [InlineData("doctor")]
    [InlineData("simulate")]
    [InlineData("encode")]
    [InlineData("decode")]
    [InlineData("asyncapi")]
    public async Task EveryVerbSaysWhatItTakes(string verb)
    {
        string[] arguments = verb == "nanoevents" ? ["--help"] : [verb, "--help"];

        Finished help = (await Nanoevents.RunAsync(arguments)).AssertDone();

        Verified.Check($"help-{verb}", string.Join('\n', help.Output.Split('\n').Select(line => line.TrimEnd())).TrimEnd() + "\n");
    }

    [Fact]
    public async Task TheVersionIsANumberAndNoMore()
    {
        Finished version = (await Nanoevents.RunAsync(["--version"])).AssertDone();

        Assert.Matches(@"^\d+\.\d+\.\d+$", version.Output.Trim());
    }
}
