using static NanoEvents.Kafka.Tests.Waiting;

namespace NanoEvents.Kafka.Tests;

/// <summary>Three processes of a group, one of which is killed.</summary>
public sealed class GroupTests
{
    private const int Devices = 40;
    private const int Each = 300;
    private const int Hole = 100;
    private const int Holes = 5;

    [Fact]
    public async Task OneOfThreeIsKilledAndNothingIsMissingAndWhatComesTwiceACheckpointSkips()
    {
        using var kafka = new MockKafka(partitions: 8);
        await using KafkaEventSink sink = await SinkTests.OpenAsync(kafka);
        await sink.WriteAsync(WithDuplicatesAndAHole(), Stop);
        await using ChildProcess first = ChildProcess.Start("read", kafka.Address, "g");
        await using ChildProcess second = ChildProcess.Start("read", kafka.Address, "g");
        await using ChildProcess third = ChildProcess.Start("read", kafka.Address, "g");
        ChildProcess[] all = [first, second, third];

        await Waiting.UntilAsync(() => all.Any(reader => reader.LineCount > 100), () => Shown(all));
        ChildProcess victim = all.First(reader => reader.LineCount > 100);
        await victim.KillAsync();
        await sink.WriteAsync([.. Enumerable.Range(0, Devices).Select(d => Made.Temperature($"device{d}", Each + 1))], Stop);
        await Waiting.UntilAsync(() => Handled(all).Where(h => h.Sequence == Each + 1).Select(h => h.Device).Distinct().Count() == Devices, () => Shown(all));
        await Task.WhenAll(all.Except([victim]).Select(reader => reader.StopAsync()));

        ILookup<string, Line> found = Handled(all).OrderBy(h => h.Ticks).ToLookup(h => h.Device);
        for (int d = 0; d < Devices; d++)
        {
            Assert.Equal(Expected(d), string.Join(' ', SkipByCheckpoint(found[$"device{d}"])));
        }
    }

    private static List<NanoEvent> WithDuplicatesAndAHole()
    {
        var events = new List<NanoEvent>();
        IReadOnlyList<NanoEvent> turns = Made.Turns(Devices, Each);
        for (int i = 0; i < turns.Count; i++)
        {
            bool isInHole = turns[i].Device == "device7" && turns[i].Sequence is >= Hole and < Hole + Holes;
            if (!isInHole)
            {
                events.Add(turns[i]);
            }

            if (i % 1000 == 999)
            {
                events.AddRange(events.TakeLast(200).ToList());
            }
        }

        return events;
    }

    private static string Expected(int device) => string.Join(' ', Enumerable.Range(1, Each + 1)
        .Where(s => device != 7 || s is <= Hole or >= Hole + Holes)
        .Select(s => device == 7 && s == Hole ? $"{s}+{Holes}" : $"{s}+0"));

    // What a program does that stores its checkpoint with its data.
    private static IEnumerable<string> SkipByCheckpoint(IEnumerable<Line> lines)
    {
        long checkpoint = 0;
        foreach (Line line in lines)
        {
            long reached = line.Sequence + Math.Max(line.Count - 1, 0);
            if (reached > checkpoint)
            {
                checkpoint = reached;
                yield return $"{line.Sequence}+{line.Count}";
            }
        }
    }

    private static string Shown(ChildProcess[] all) => string.Join('\n', all.Select(r => $"{r.LineCount} lines, {(r.HasExited ? "over" : "runs")}: {r.Lines.LastOrDefault()}"));

    private static List<Line> Handled(ChildProcess[] all) => [.. all.SelectMany(reader => reader.Lines).Select(Line.Parse)];

    private sealed record Line(long Ticks, string Device, long Sequence, long Count)
    {
        // The last line of a process that was killed may be torn.
        public static Line Parse(string text) => text.Split(' ') is [var ticks, var device, var sequence, var count]
            ? new Line(long.Parse(ticks), device, long.Parse(sequence), long.Parse(count))
            : throw new FormatException(text);
    }
}
