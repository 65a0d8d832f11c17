namespace NanoEvents.Cli.Tests.Support;

/// <summary>Files of the repository, and the recorded data beside it.</summary>
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
