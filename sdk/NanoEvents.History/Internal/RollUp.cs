namespace NanoEvents.History;

/// <summary>The summary of a source in an hour or on a day, or what is to be added to it.</summary>
internal sealed class RollUp
{
    public long Count { get; private set; }

    /// <summary>The lowest value, in the measurement's steps; null for states.</summary>
    public long? Low { get; private set; }

    public long? High { get; private set; }

    public long Sum { get; private set; }

    /// <summary>States: for how many milliseconds it was on.</summary>
    public long OnTime { get; set; }

    public void AddValue(int value)
    {
        Count++;
        Sum += value;
        Low = Math.Min(Low ?? value, value);
        High = Math.Max(High ?? value, value);
    }

    public void AddState(bool isOn) => Count += isOn ? 1 : 0;

    /// <summary>Several summaries as one.</summary>
    public static RollUp Of(IEnumerable<RollUp> parts)
    {
        RollUp sum = new();
        foreach (RollUp part in parts)
        {
            sum.Add(part.Count, part.Low, part.High, part.Sum, part.OnTime);
        }

        return sum;
    }

    /// <summary>Adds another summary.</summary>
    public void Add(long count, long? low, long? high, long sum, long onTime)
    {
        Count += count;
        Low = Low is null || low < Low ? low ?? Low : Low;
        High = High is null || high > High ? high ?? High : High;
        Sum += sum;
        OnTime += onTime;
    }
}
