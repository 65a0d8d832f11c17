using System.Text.Json;

namespace NanoEvents.Tests;

/// <summary>A file of firmware/protocol/vectors: bytes and what they mean.</summary>
public sealed class Vector
{
    private Vector(string path)
    {
        Root = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        Bytes = Convert.FromHexString(Root.GetProperty("hex").GetString()!);
    }

    public byte[] Bytes { get; }

    public JsonElement Root { get; }

    private string Hex => Convert.ToHexString(Bytes);

    public JsonElement Header => Root.GetProperty("header");

    public IEnumerable<JsonElement> Fields => Root.GetProperty("fields").EnumerateArray();

    public IEnumerable<JsonElement> Events => Root.GetProperty("events").EnumerateArray();

    public static Vector Load(string name) => new(Path.Combine(Folder, name + ".json"));

    public static IEnumerable<string> Names => NamesIn(Folder);

    /// <summary>Those that are still refused: what an earlier version refused and this one reads has a vector with the same bytes.</summary>
    public static IEnumerable<string> RefusedNames
    {
        get
        {
            HashSet<string> read = [.. All.Select(v => v.Hex)];
            return NamesIn(Path.Combine(Folder, "refused")).Select(n => "refused/" + n).Where(n => !read.Contains(Load(n).Hex));
        }
    }

    public static IReadOnlyList<Vector> All => Names.Select(Load).ToList();

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "vectors");

    private static IEnumerable<string> NamesIn(string folder) =>
        Directory.GetFiles(folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);
}
