namespace NanoEvents.Cli.Tests.Support;

/// <summary>Files of the repository, those among them that tests make, and the recorded data beside it.</summary>
internal static class Repository
{
    private const string RecordedTrace = "../shared/data/room-occupancy.csv";

    public static string Root { get; } = FindRoot();

    public static string PathOf(string relative) => Path.GetFullPath(Path.Combine(Root, relative));

    public static string Read(string relative) => File.ReadAllText(PathOf(relative)).ReplaceLineEndings("\n");

    /// <summary>The recorded trace; the test is skipped where it is absent.</summary>
    public static string Recorded()
    {
        Assert.SkipUnless(File.Exists(PathOf(RecordedTrace)), $"the recorded data is not there: {RecordedTrace}");
        return PathOf(RecordedTrace);
    }

    /// <summary>Holds a made file against what is committed; with NANOEVENTS_WRITE=1 it is written.</summary>
    public static void Verify(string file, string made)
    {
        if (Environment.GetEnvironmentVariable("NANOEVENTS_WRITE") == "1")
        {
            File.WriteAllText(PathOf(file), made);
        }

        Assert.True(File.Exists(PathOf(file)) && Read(file) == made, $"{file} is not what it is made from: NANOEVENTS_WRITE=1 writes it");
    }

    /// <summary>Holds what stands in a file between two marks against what belongs there.</summary>
    public static void VerifyBetween(string file, string begin, string end, string made)
    {
        string text = Read(file);
        int from = text.IndexOf(begin, StringComparison.Ordinal);
        int to = text.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= 0 && to > from, $"{file} has no {begin} … {end}");
        Verify(file, $"{text[..(from + begin.Length)]}\n{made}{text[to..]}");
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder != null && !File.Exists(Path.Combine(folder.FullName, "nf.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests are not inside the repository.");
    }
}
