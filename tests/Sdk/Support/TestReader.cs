using Xunit;

namespace NanoEvents.Tests;

/// <summary>A client whose loop is stepped by the test. Waiting ends only by what is waited for, or by a limit that no sound run comes near.</summary>
public sealed class TestReader : IAsyncDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);
    private readonly CancellationTokenSource _stop = new(_limit);
    private readonly SemaphoreSlim _connected = new(0);
    private readonly SemaphoreSlim _waiting = new(0);
    private readonly IAsyncEnumerator<NanoEvent> _events;
    private Task<bool>? _next;

    public TestReader(EventClientOptions options, EventFilter? filter = null)
    {
        Client = new EventClient(options with { ReconnectDelay = TimeSpan.FromMilliseconds(20) });
        Client.NoticeReceived += (_, e) =>
        {
            Notice notice = e.Notice;
            lock (Notices)
            {
                Notices.Add(notice);
            }

            _ = notice.Kind switch
            {
                NoticeKind.Connected => _connected.Release(),
                NoticeKind.Waiting => _waiting.Release(),
                _ => 0,
            };
        };
        _events = Client.ReadAsync(filter, _stop.Token).GetAsyncEnumerator(_stop.Token);
    }

    public EventClient Client { get; }

    public List<Notice> Notices { get; } = [];

    /// <summary>Starts a client that is connected and waits for its first event.</summary>
    public static async Task<TestReader> ConnectAsync(EventClientOptions options, EventFilter? filter = null)
    {
        var reader = new TestReader(options, filter);
        reader.Ask();
        await reader.UntilConnectedAsync();
        return reader;
    }

    /// <summary>Asks for the next event, which says that the one before is handled, without waiting for it.</summary>
    public void Ask() => _next ??= _events.MoveNextAsync().AsTask();

    public async Task<NanoEvent> NextAsync()
    {
        Ask();
        Task<bool> next = _next!;
        _next = null;
        Assert.True(await next.WaitAsync(_limit));
        return _events.Current;
    }

    public async Task<List<NanoEvent>> NextAsync(int count)
    {
        var events = new List<NanoEvent>();
        while (events.Count < count)
        {
            events.Add(await NextAsync());
        }

        return events;
    }

    public Task UntilConnectedAsync() => _connected.WaitAsync(_stop.Token);

    public Task UntilWaitingAsync() => _waiting.WaitAsync(_stop.Token);

    public bool Has(Func<Notice, bool> isWanted)
    {
        lock (Notices)
        {
            return Notices.Any(isWanted);
        }
    }

    /// <summary>Waits until such a remark has been made.</summary>
    public Task UntilAsync(Func<Notice, bool> isWanted) => UntilAsync(() => Has(isWanted));

    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var stop = new CancellationTokenSource(_limit);
        while (!await condition())
        {
            await Task.Delay(5, stop.Token);
        }
    }

    public void Cancel() => _stop.Cancel();

    /// <summary>Leaves the loop, as an exception in the handler would.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_next is not null)
        {
            await _stop.CancelAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => _next);
        }

        await _events.DisposeAsync();
        await Client.DisposeAsync();
    }
}
