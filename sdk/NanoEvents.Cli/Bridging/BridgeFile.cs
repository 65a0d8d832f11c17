using System.Text.Json;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Bridging;

/// <summary>A file with several bridges: a list of objects whose keys are the names of options. Each object becomes a command line.</summary>
internal static class BridgeFile
{
    /// <exception cref="CommandException">The file cannot be read, or is not such a list.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Read(string path)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(File.ReadAllText(path));
            return json.RootElement is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0
                ? [.. list.EnumerateArray().Select(bridge => Line(path, bridge))]
                : throw Wrong(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CommandException($"--config {path} cannot be read: {e.Message}");
        }
    }

    private static List<string> Line(string path, JsonElement bridge)
    {
        if (bridge.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(path);
        }

        List<string> line = [];
        foreach (JsonProperty option in bridge.EnumerateObject())
        {
            // A list is an option that is repeated.
            foreach (JsonElement value in option.Value.ValueKind == JsonValueKind.Array ? [.. option.Value.EnumerateArray()] : new[] { option.Value })
            {
                line.Add("--" + option.Name);
                line.Add(value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? value.ToString() : throw Wrong(path));
            }
        }

        return line;
    }

    private static CommandException Wrong(string path) =>
        new($$"""--config {{path}} must hold a list of bridges, such as [{"broker": "mqtt://127.0.0.1", "to": "redis://127.0.0.1/events"}]""");
}
