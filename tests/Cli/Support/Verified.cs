namespace NanoEvents.Cli.Tests.Support;

/// <summary>Compares what is printed with a file in `verified`; what came instead is left beside it as `*.received.txt`.</summary>
internal static class Verified
{
    private const string Folder = "tests/Cli/verified";

    public static void Check(string name, string text)
    {
        string verified = Repository.PathOf($"{Folder}/{name}.verified.txt");
        string expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : "";
        string actual = text.ReplaceLineEndings("\n");
        if (actual != expected)
        {
            File.WriteAllText(Repository.PathOf($"{Folder}/{name}.received.txt"), actual);
        }

        Assert.Equal(expected, actual);
    }
}
