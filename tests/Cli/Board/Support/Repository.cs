using System.Reflection;

namespace NanoEvents.Board.Tests;

/// <summary>The files of this repository, and those among them that tests make.</summary>
internal static class Repository
{
    /// <summary>The folder that holds nf.sln.</summary>
    public static string Root { get; } =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Root").Value!;

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

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
}
