namespace NanoEvents.Mutation;

/// <summary>Counts the changes that the tests noticed.</summary>
internal sealed class Score(TextWriter output)
{
    private readonly List<(string Area, Finding Finding)> _all = [];

    public void Add(Area area, Place place, Finding finding, TestProgram? by, TimeSpan took)
    {
        _all.Add((area.Name, finding));
        string how = finding switch { Finding.Nothing => "SURVIVED", Finding.Failure => "noticed ", _ => "endless " };
        output.WriteLine($"{how}  {place}  ({by?.ToString() ?? "all"}, {took.TotalSeconds:0.0} s)");
        output.Flush();
    }

    /// <summary>Prints the score; 0 where it is at least 85 %.</summary>
    public int End()
    {
        foreach (var area in _all.GroupBy(change => change.Area))
        {
            output.WriteLine($"{area.Key}: {area.Count(IsNoticed)} of {area.Count()} noticed");
        }

        int noticed = _all.Count(IsNoticed);
        output.WriteLine($"{100.0 * noticed / _all.Count:0.0} % of {_all.Count} changes noticed, {_all.Count(change => change.Finding == Finding.Endless)} of them because the tests did not end");
        return noticed * 100 >= 85 * _all.Count ? 0 : 1;
    }

    private static bool IsNoticed((string Area, Finding Finding) change) => change.Finding != Finding.Nothing;
}
