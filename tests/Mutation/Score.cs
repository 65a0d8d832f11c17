namespace NanoEvents.Mutation;

/// <summary>Counts the changes that the tests noticed.</summary>
internal sealed class Score(TextWriter output)
{
    private readonly Dictionary<string, (int Found, int All)> _areas = [];

    public void Add(Area area, Place place, bool isFound)
    {
        (int found, int all) = _areas.GetValueOrDefault(area.Name);
        _areas[area.Name] = (found + (isFound ? 1 : 0), all + 1);
        output.WriteLine($"{(isFound ? "noticed " : "SURVIVED")}  {place}");
        output.Flush();
    }

    /// <summary>Prints the score; 0 where it is at least 85 %.</summary>
    public int End()
    {
        foreach ((string area, (int found, int all)) in _areas)
        {
            output.WriteLine($"{area}: {found} of {all} noticed");
        }

        int foundAll = _areas.Values.Sum(a => a.Found);
        int count = _areas.Values.Sum(a => a.All);
        output.WriteLine($"{100.0 * foundAll / count:0.0} % of {count} changes noticed");
        return foundAll * 100 >= 85 * count ? 0 : 1;
    }
}
