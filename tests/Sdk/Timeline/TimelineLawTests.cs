using CsCheck;
using Xunit;

namespace NanoEvents.Tests;

public sealed class TimelineLawTests
{
    private const int Runs = 20_000;

    [Fact]
    public void EachNumberIsDeliveredOnceOrInExactlyOneLossAndInOrder() =>
        Check.Sample(Gen.Int, seed => CheckOrder(Run(new WildDevice(seed, maxDelay: 12))), iter: Runs);

    [Fact]
    public void WhatIsReportedAsOverflowWasDroppedByTheRingAndNothingElseWas() =>
        Check.Sample(Gen.Int, seed =>
        {
            var device = new WildDevice(seed, maxDelay: 12);
            List<NanoEvent> events = Run(device);
            foreach (NanoEvent lost in events.Where(e => e.Kind == EventKind.Lost && e.LossCause == LossCause.Overflow))
            {
                Assert.All(Numbers(lost), n => Assert.Contains(n, device.Dropped[lost.BootId]));
            }
        }, iter: Runs);

    [Fact]
    public void WhatComesWithinThePatienceIsDelivered() =>
        Check.Sample(Gen.Int, seed =>
        {
            var device = new WildDevice(seed, maxDelay: 4.9);
            HashSet<(int, uint)> delivered = Run(device).Where(e => e.Sequence is not null).Select(e => (e.BootId, e.Sequence!.Value)).ToHashSet();

            Assert.All(DueFrom(device), n => Assert.Contains(n, delivered));
        }, iter: Runs);

    [Fact]
    public void WhatIsCountedIsWhatComesOut() =>
        Check.Sample(Gen.Int, seed =>
        {
            var run = new TimelineRun();
            List<NanoEvent> events = Run(new WildDevice(seed, maxDelay: 12), run);

            Assert.Equal(events.Count(e => e.Sequence is not null), run.Stats.Delivered);
            Assert.Equal(events.Where(e => e.Kind == EventKind.Lost).Sum(e => e.Count ?? 0), run.Stats.Lost);
        }, iter: Runs / 4);

    private static List<NanoEvent> Run(WildDevice device) => Run(device, new TimelineRun());

    private static List<NanoEvent> Run(WildDevice device, TimelineRun run)
    {
        foreach (WildDevice.Arrival arrival in device.Arrivals)
        {
            run.Wait(arrival.Seconds - (run.Now - TimelineRun.Start).TotalSeconds).Add(arrival.Batch);
        }

        return run.Wait(60).TakeEvents();
    }

    private static void CheckOrder(List<NanoEvent> events)
    {
        int boot = 0;
        uint? next = null;
        foreach (NanoEvent e in events)
        {
            Assert.True(e.BootId >= boot, "an old boot came back");
            next = e.BootId == boot ? next : null;
            boot = e.BootId;
            if (e.Kind == EventKind.Boot)
            {
                Assert.Null(next);
                continue;
            }

            uint number = e.Sequence ?? e.From!.Value;
            Assert.Equal(next ?? number, number);
            Assert.True(e.Sequence is null || e.RawValue == number % 8000, "another event under this number");
            next = unchecked(number + (uint)(e.Sequence is null ? e.Count ?? 0 : 1));
        }
    }

    // Numbers that came while their boot was the present one, from the first batch on.
    private static IEnumerable<(int Boot, uint Number)> DueFrom(WildDevice device)
    {
        int boot = 0;
        uint begin = 0;
        foreach ((_, TestBatch batch) in device.Arrivals.Where(a => !a.Batch.IsState).Select(a => (a.Seconds, a.Batch)))
        {
            if (batch.Boot > boot)
            {
                begin = boot > 0 || batch.HasBoot ? 1 : batch.First - batch.Overflow;
                boot = batch.Boot;
            }

            for (uint n = batch.First; batch.Boot == boot && n != batch.First + (uint)batch.Count; n++)
            {
                if (unchecked((int)(n - begin)) >= 0)
                {
                    yield return (batch.Boot, n);
                }
            }
        }
    }

    private static IEnumerable<uint> Numbers(NanoEvent lost)
    {
        for (uint i = 0; i < lost.Count; i++)
        {
            yield return lost.From!.Value + i;
        }
    }
}
