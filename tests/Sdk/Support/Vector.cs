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

    public JsonElement Header => Root.GetProperty("header");

    public IEnumerable<JsonElement> Fields => Root.GetProperty("fields").EnumerateArray();

    public IEnumerable<JsonElement> Events => Root.GetProperty("events").EnumerateArray();

    public static Vector Load(string name) => new(Path.Combine(Folder, name + ".json"));

    public static IEnumerable<string> Names => NamesIn(Folder);

    public static IEnumerable<string> RefusedNames => NamesIn(Path.Combine(Folder, "refused")).Select(n => "refused/" + n);

    public static IReadOnlyList<Vector> All => Names.Select(Load).ToList();

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "vectors");

    private static IEnumerable<string> NamesIn(string folder) =>
        Directory.GetFiles(folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);
}
