using System.Security.Cryptography;
using Xunit;

namespace NanoEvents.Tests;

/// <summary>What was released stays: each listed file is there, unchanged, and the other tests read every file that is there.</summary>
public sealed class ReleasedVectorTests
{
    private static readonly string _vectors = Path.Combine(AppContext.BaseDirectory, "vectors");

    public static TheoryData<string> Releases => [.. Directory.GetFiles(Path.Combine(_vectors, "released"), "*.sha256", SearchOption.AllDirectories)];

    [Theory]
    [MemberData(nameof(Releases))]
    public void AReleasedVectorNeverChanges(string list)
    {
        string[] lines = File.ReadAllLines(list);
        string[] changed = [.. lines.Where(line => HashOf(line[66..]) != line[..64]).Select(line => line[66..])];

        Assert.NotEmpty(lines);
        Assert.True(changed.Length == 0, $"Released vectors are kept for ever; make a new one instead of changing {string.Join(", ", changed)}.");
    }

    private static string HashOf(string file)
    {
        string path = Path.Combine(_vectors, file);

        // A checkout on Windows may have turned the line ends.
        byte[] text = File.Exists(path) ? [.. File.ReadAllBytes(path).Where(b => b != '\r')] : [];
        return Convert.ToHexStringLower(SHA256.HashData(text));
    }
}
