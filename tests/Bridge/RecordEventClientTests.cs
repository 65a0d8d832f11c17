using System.Runtime.CompilerServices;

namespace NanoEvents.Bridge.Tests;

/// <summary>What clients that read the records of a bridge have in common.</summary>
public sealed class RecordEventClientTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AReadingThatIsCancelledIsCancelledWhateverTheLibraryCallsIt(bool ofStates)
    {
        await using Library client = new();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task reading = ofStates ? AllAsync(client.ReadStateAsync(cancellationToken: stop.Token)) : AllAsync(client.ReadAsync(cancellationToken: stop.Token));

        await stop.CancelAsync();

        OperationCanceledException said = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.IsType<TimeoutException>(said.InnerException);
    }

    [Fact]
    public async Task WithoutACancellationItIsWhatTheLibraryCallsIt()
    {
        await using Library client = new() { IsOver = true };

        await Assert.ThrowsAsync<TimeoutException>(() => AllAsync(client.ReadAsync(cancellationToken: TestContext.Current.CancellationToken)));
    }

    private static async Task AllAsync<T>(IAsyncEnumerable<T> items)
    {
        await foreach (T _ in items)
        {
        }
    }

    // As some do: a wait that is cancelled is a timeout to it.
    private sealed class Library() : RecordEventClient(TimeProvider.System, null)
    {
        public bool IsOver { get; init; }

        public override string MessagingSystem => "library";

        protected override async IAsyncEnumerable<EventBatch> ReadRecordsAsync(
            IReadOnlyCollection<Checkpoint> after, bool isGroup, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.WhenAny(Task.Delay(IsOver ? 0 : Timeout.Infinite, cancellationToken));
            foreach (EventBatch batch in IsOver || cancellationToken.IsCancellationRequested ? throw new TimeoutException("no answer") : Array.Empty<EventBatch>())
            {
                yield return batch;
            }
        }

        protected override ValueTask CloseAsync() => default;
    }
}
