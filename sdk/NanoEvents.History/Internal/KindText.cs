using System.Globalization;

namespace NanoEvents.History;

/// <summary>The declaration of a kind of somebody's own as a text of the file, and the keys of sources.</summary>
internal static class KindText
{
    // No word of a declaration has a control character.
    private const char Separator = '\t';

    /// <summary>The declaration; empty for official kinds.</summary>
    public static string Of(in NanoEvent e) => (e.Measurement, e.Condition) switch
    {
        ({ } m, _) when Measurement.Of(m.Kind) is null => string.Join(Separator, m.Name, m.Unit, m.Decimals.ToString(CultureInfo.InvariantCulture)),
        (_, { } c) => string.Join(Separator, c.Name, c.On, c.Off),
        _ => "",
    };

    /// <summary>The measurement or the state; null for motion, and where the file holds nonsense.</summary>
    public static object? Read(EventKind kind, string declaration)
    {
        string[] words = declaration.Split(Separator);
        if (Measurement.Of(kind) is not null || words.Length != 3)
        {
            return Measurement.Of(kind);
        }

        try
        {
            return Reading.IsState(kind)
                ? Condition.Private((int)kind, words[0], words[1], words[2])
                : Measurement.Private((int)kind, words[0], words[1], ResolutionOf(words[2]));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The name of a source in queries.</summary>
    public static string Key(EventKind kind, object? what, int source) =>
        string.Create(CultureInfo.InvariantCulture, $"{what?.ToString() ?? KindTable.Of(kind).Name}/{source}");

    private static double ResolutionOf(string decimals) => decimals switch
    {
        "0" => 1,
        "1" => 0.1,
        "2" => 0.01,
        "3" => 0.001,
        _ => 0,
    };
}
