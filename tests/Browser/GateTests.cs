using NanoEvents.Dashboard;

namespace NanoEvents.Browser.Tests;

/// <summary>How many may ask at once.</summary>
public sealed class GateTests
{
    [Fact]
    public async Task SomeAreInsideSomeWaitAndTheOthersAreRefused()
    {
        using Gate gate = new(atOnce: 2, waiting: 1);
        Assert.True(await gate.TryEnterAsync(TestContext.Current.CancellationToken));
        Assert.True(await gate.TryEnterAsync(TestContext.Current.CancellationToken));

        Task<bool> waiting = gate.TryEnterAsync(TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        Assert.False(await gate.TryEnterAsync(TestContext.Current.CancellationToken));

        gate.Leave();
        Assert.True(await waiting);
        gate.Leave();
        gate.Leave();
        Assert.True(await gate.TryEnterAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WhoGivesUpWaitingTakesNoPlace()
    {
        using Gate gate = new(atOnce: 1, waiting: 1);
        Assert.True(await gate.TryEnterAsync(TestContext.Current.CancellationToken));
        using CancellationTokenSource gone = new();
        Task<bool> waiting = gate.TryEnterAsync(gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        Task<bool> next = gate.TryEnterAsync(TestContext.Current.CancellationToken);
        gate.Leave();
        Assert.True(await next);
    }
}
