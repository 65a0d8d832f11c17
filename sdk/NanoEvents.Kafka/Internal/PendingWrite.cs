using Confluent.Kafka;

namespace NanoEvents.Kafka;

/// <summary>The records of one write that Kafka has not confirmed yet.</summary>
internal sealed class PendingWrite(IReadOnlyList<NanoEvent> events, SinkProducer producer)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open = events.Count;

    public IReadOnlyList<NanoEvent> Events => events;

    public Task Task => _done.Task;

    /// <summary>When it began, in milliseconds of the system's uptime.</summary>
    public long Since { get; } = Environment.TickCount64;

    public void OnReport(int index, Error error)
    {
        if (error.IsError)
        {
            producer.OnRefused(events[index], error);
        }
        else if (Interlocked.Decrement(ref _open) == 0 && _done.TrySetResult())
        {
            producer.Done(this);
        }
    }

    public void Fail(Exception failure)
    {
        if (_done.TrySetException(failure))
        {
            producer.Done(this);
        }
    }
}
