using System.Runtime.CompilerServices;
using NanoEvents.Bridge;

namespace NanoEvents.Cli.Past;

/// <summary>Events of a file as a client, so that a bridge carries them like any others. It ends with the file.</summary>
internal sealed class FileEvents(IEnumerable<EventBatch> batches) : RecordEventClient(TimeProvider.System, null)
{
    public override string MessagingSystem => "file";

    protected override async IAsyncEnumerable<EventBatch> ReadRecordsAsync(
        IReadOnlyCollection<Checkpoint> after, bool isGroup, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IsConnected = true;
        foreach (EventBatch batch in batches)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return batch;
            await Task.Yield();
        }
    }

    protected override ValueTask CloseAsync() => default;
}
