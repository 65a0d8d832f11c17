namespace NanoEvents.Cli.Tests.Support;

/// <summary>What a run of the program left.</summary>
internal sealed class Finished(int exitCode, string output, string errors)
{
    public int ExitCode => exitCode;

    public string Output => output;

    public string Errors => errors;

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The lines of its standard error.</summary>
    public string[] Notices => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The lines that say that something failed.</summary>
    public string[] ErrorLines => [.. Notices.Where(line => line.StartsWith("error  ", StringComparison.Ordinal))];

    public void Deconstruct(out int code, out string[] lines, out string[] notices) => (code, lines, notices) = (ExitCode, Lines, Notices);

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
