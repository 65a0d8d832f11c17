using System.Globalization;
using NanoEvents.Bridge;

namespace NanoEvents.History.Tests;

/// <summary>Writes a story from where the file stands, without waiting for each write, and says how far it is acknowledged.</summary>
internal static class WriterProcess
{
    private const int InFlight = 16;

    /// <param name="args">The file, the seed of the story and how many events it has; how many to write before it waits to be killed, if it is to be.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        int seed = int.Parse(args[1], CultureInfo.InvariantCulture);
        int count = int.Parse(args[2], CultureInfo.InvariantCulture);
        await using HistoryEventSink sink = new(new HistoryOptions { Path = args[0] });
        IReadOnlyCollection<BootMark> marks = await sink.LoadAsync(default);

        // The writes of one process are prefixes of the story, so what is left begins behind the last event of which the file has a mark.
        NanoEvent[] story = [.. Made.Story(seed).Take(count)];
        int most = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : count;
        int next = 1 + Array.FindLastIndex(story, e => marks.Any(mark => mark.Device == e.Device && mark.BootId == e.BootId && mark.Covers(e)));
        Queue<(Task Task, int End)> writes = new();
        while (next < most || writes.Count > 0)
        {
            while (next < most && writes.Count < InFlight)
            {
                int end = Math.Min(next + 7, most);
                writes.Enqueue((sink.WriteAsync(story[next..end], default), end));
                next = end;
            }

            (Task write, int reached) = writes.Dequeue();
            await write;
            Console.WriteLine(reached);
        }

        await Task.Delay(most < count ? Timeout.Infinite : 0);
        return 0;
    }
}
