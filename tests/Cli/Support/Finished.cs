namespace NanoEvents.Cli.Tests.Support;

/// <summary>What a run of the program left.</summary>
internal sealed record Finished(int ExitCode, string Output, string Errors)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The lines that say that something failed.</summary>
    public string[] ErrorLines => [.. Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith("error  ", StringComparison.Ordinal))];

    /// <summary>One line that says it, the exit code, and no stack trace.</summary>
    public void AssertFailed(int exitCode, string says)
    {
        Assert.Equal(exitCode, ExitCode);
        Assert.Contains(says, Assert.Single(ErrorLines));
        Assert.DoesNotContain("   at ", Errors);
        Assert.DoesNotContain("Unhandled", Errors);
        Assert.DoesNotContain("Exception", Errors);
    }

    public Finished AssertDone()
    {
        Assert.True(ExitCode == 0 && ErrorLines.Length == 0, $"it ended with {ExitCode}:\n{string.Join('\n', ErrorLines)}");
        return this;
    }
}
