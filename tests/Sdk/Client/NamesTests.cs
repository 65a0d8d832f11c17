using Xunit;

namespace NanoEvents.Tests;

/// <summary>Names have a topic of their own; states of older firmware bring them, too.</summary>
public sealed class NamesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NamesComeBeforeOrAfterTheState(bool namesFirst)
    {
        await using var run = new ReadingRun();
        if (namesFirst)
        {
            run.Add("hall", MessageKind.Names, Names("window"), isRetained: true);
        }

        run.Add("hall", MessageKind.State, (TestBatch.State(5) with { Count = 1 }).ToArray(), isRetained: true);
        if (!namesFirst)
        {
            run.Add("hall", MessageKind.Names, Names("window"), isRetained: true);
        }

        await run.ReadAsync();

        SourceState source = Assert.Single(Assert.Single(run.Devices).Sources);
        Assert.Equal("window", source.Name);
        Assert.NotNull(source.Celsius);
        Assert.Equal(5u, run.Devices.Single().NextSequence);
    }

    /// <summary>The device sends them before its first batch.</summary>
    [Fact]
    public async Task AfterARestartTheNewNamesCount()
    {
        await using var run = new ReadingRun();
        run.Add("hall", MessageKind.Names, Names("window"));
        run.Add("hall", TestBatch.State(1) with { Count = 1 });
        await run.ReadAsync();

        run.Add("hall", MessageKind.Names, Names("door", boot: 2));
        run.Add("hall", TestBatch.State(1) with { Boot = 2, Count = 1 });
        await run.ReadAsync();

        Assert.Equal("door", Assert.Single(run.Devices.Single().Sources).Name);
    }

    [Fact]
    public async Task ADeviceThatHasNoNamesAnyMoreSaysSo()
    {
        await using var run = new ReadingRun();
        run.Add("hall", MessageKind.Names, Names("window"));
        run.Add("hall", TestBatch.State(1) with { Count = 1 });
        await run.ReadAsync();

        run.Add("hall", MessageKind.Names, TestBatch.State(0).ToArray());
        await run.ReadAsync();

        Assert.Null(Assert.Single(run.Devices.Single().Sources).Name);
    }

    [Fact]
    public async Task TheNamesInTheStatesOfOlderFirmwareAreRead()
    {
        await using var run = new ReadingRun();
        run.Add("hall", TestBatch.State(1) with { Count = 1, Name = "window" });
        run.Add("hall", TestBatch.State(1) with { Count = 1 });
        await run.ReadAsync();

        Assert.Equal("window", Assert.Single(run.Devices.Single().Sources).Name);
    }

    [Fact]
    public async Task WhatIsNoStateIsNoMessageOfNames()
    {
        await using var run = new ReadingRun();
        run.Add("hall", MessageKind.Names, TestBatch.Of(1, 1).ToArray()).Add("hall", MessageKind.Names, [1, 2, 3]).Add("hall", MessageKind.Names, []);

        Assert.Empty(await run.ReadAsync());
        Assert.Equal(2, run.Stats.DecodeFailures);
    }

    /// <summary>Their number of the next event is no number: nothing is missing because of it.</summary>
    [Fact]
    public async Task NamesSayNothingAboutEvents()
    {
        await using var run = new ReadingRun();
        run.Add("hall", TestBatch.Of(1, 3)).Add("hall", MessageKind.Names, (TestBatch.State(100) with { Name = "window" }).ToArray());
        await run.WaitAsync(60);
        run.Add("hall", TestBatch.Of(4, 1));

        Assert.Equal(["hall 1", "hall 2", "hall 3", "hall 4"], await run.ReadAsync());
    }

    [Fact]
    public async Task EverythingThatComesIsCounted()
    {
        await using var run = new ReadingRun();
        byte[] names = Names("window");
        byte[] state = TestBatch.State(4).ToArray();
        byte[] batch = TestBatch.Of(1, 3).ToArray();
        run.Add("hall", MessageKind.Names, names).Add("hall", MessageKind.State, state).Add("hall", MessageKind.Events, batch);
        run.Add("hall", MessageKind.Status, "online"u8.ToArray());
        await run.ReadAsync();

        Assert.Equal((batch.Length, names.Length + state.Length + "online".Length), (run.Stats.PayloadBytes, run.Stats.OtherBytes));
    }

    private static byte[] Names(string name, int boot = 0xB001) => (TestBatch.State(0) with { Boot = boot, Name = name }).ToArray();
}
