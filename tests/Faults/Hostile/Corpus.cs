using System.Globalization;

namespace NanoEvents.Faults.Tests;

/// <summary>The inputs of tests/Faults/corpus, and how many are made of them: NANOEVENTS_FUZZ_INPUTS for a longer run.</summary>
internal static class Corpus
{
    public static int Inputs { get; } =
        Environment.GetEnvironmentVariable("NANOEVENTS_FUZZ_INPUTS") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 100_000;

    /// <summary>A file whose inputs are separated by lines of four dashes.</summary>
    public static byte[][] Texts(string name) =>
        [.. Read(name).Split("----\n").Select(System.Text.Encoding.UTF8.GetBytes)];

    /// <summary>A file with a line of hex for each input; # begins a remark.</summary>
    public static byte[][] Hex(string name) =>
        [.. Read(name).Split('\n').Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0).Select(Convert.FromHexString)];

    private static string Read(string name) => File.ReadAllText(Path.Combine(Repository.Root, "tests", "Faults", "corpus", name)).ReplaceLineEndings("\n");
}
