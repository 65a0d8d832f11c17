using System.Threading.Channels;

namespace NanoEvents.History;

/// <summary>
/// Writes one after the other on a thread of the pool. All that wait become one transaction, because each costs a wait for the disk. After the first
/// failure everything that follows fails, too.
/// </summary>
internal sealed class WriteQueue : IAsyncDisposable
{
    private const int MostAtOnce = 1024;

    private readonly Channel<Work> _work = Channel.CreateUnbounded<Work>(new UnboundedChannelOptions { SingleReader = true });
    private readonly HistoryWriter _writer;
    private readonly Task _writing;

    public WriteQueue(HistoryWriter writer)
    {
        _writer = writer;
        _writing = Task.Run(WriteAllAsync);
    }

    /// <summary>Ends when the work is on the disk.</summary>
    public Task AddAsync(Action<HistoryWriter> work)
    {
        var added = new Work(work);
        return _work.Writer.TryWrite(added)
            ? added.Done.Task
            : Task.FromException(new InvalidOperationException("the history no longer writes"));
    }

    /// <summary>Finishes the work that waits, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _work.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        _writer.Dispose();
    }

    private async Task WriteAllAsync()
    {
        List<Work> taken = [];
        Exception? failure = null;
        while (await _work.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (taken.Count < MostAtOnce && _work.Reader.TryRead(out Work? work))
            {
                taken.Add(work);
            }

            failure ??= Write(taken);
            foreach (Work work in taken)
            {
                End(work, failure);
            }

            taken.Clear();
        }
    }

    private Exception? Write(List<Work> works)
    {
        try
        {
            _writer.Begin();
            foreach (Work work in works)
            {
                work.Do(_writer);
            }

            _writer.Commit();
            return null;
        }
        catch (Exception e)
        {
            _writer.TryRollBack();
            return e;
        }
    }

    private static void End(Work work, Exception? failure)
    {
        if (failure is null)
        {
            work.Done.TrySetResult();
        }
        else
        {
            work.Done.TrySetException(failure);
        }
    }

    private sealed class Work(Action<HistoryWriter> work)
    {
        public Action<HistoryWriter> Do { get; } = work;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
