using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace NanoEvents.Dashboard;

/// <summary>
/// Hands events that are in the history to the pages that are open. Each has a number; a page that was away names the last one that it has, and gets
/// what it has missed, or is told to ask the history for everything again.
/// </summary>
internal sealed class LiveFeed
{
    private const int Kept = 4096;
    private const int MostReaders = 32;

    // Another one at each start: numbers of an earlier run mean nothing.
    private readonly string _run = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
    private readonly Lock _lock = new();
    private readonly Queue<LiveMessage> _last = new();
    private readonly List<LiveReader> _readers = [];
    private long _number;
    private bool _isOver;

    /// <summary>How many pages listen.</summary>
    public int Readers
    {
        get
        {
            lock (_lock)
            {
                return _readers.Count;
            }
        }
    }

    /// <summary>Gives out events.</summary>
    public void Publish(IReadOnlyList<NanoEvent> events)
    {
        lock (_lock)
        {
            foreach (NanoEvent e in events)
            {
                LiveMessage message = new(null, IdOf(++_number), JsonSerializer.Serialize(e));
                _last.Enqueue(message);
                if (_last.Count > Kept)
                {
                    _last.Dequeue();
                }

                Send(message);
            }
        }
    }

    /// <summary>Says that the present has changed.</summary>
    public void Tick()
    {
        lock (_lock)
        {
            Send(LiveMessage.Now);
        }
    }

    /// <summary>A reader of everything from now on, or from the message on that it has.</summary>
    /// <param name="lastId">The last message that it has; null if it has none.</param>
    /// <returns>Null if there are too many.</returns>
    public LiveReader? TryOpen(string? lastId)
    {
        lock (_lock)
        {
            if (_isOver || _readers.Count >= MostReaders)
            {
                return null;
            }

            LiveReader reader = new(Close);
            if (lastId is null)
            {
                reader.TryAdd(new LiveMessage("hello", IdOf(_number), "{}"));
            }
            else if (MissedAfter(lastId) is { } missed)
            {
                missed.ForEach(message => reader.TryAdd(message));
            }
            else
            {
                reader.TryAdd(new LiveMessage("reload", IdOf(_number), "{}"));
            }

            _readers.Add(reader);
            return reader;
        }
    }

    /// <summary>Ends all readers.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isOver = true;
            _readers.ForEach(reader => reader.End());
        }
    }

    private string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{_run}-{number}");

    private List<LiveMessage>? MissedAfter(string lastId)
    {
        int dash = lastId.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && lastId[..dash] == _run && long.TryParse(lastId[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number <= _number && number >= _number - _last.Count
            ? [.. _last.Skip(_last.Count - (int)(_number - number))]
            : null;
    }

    // A page that is too slow loses its connection, comes back, and says what it has.
    private void Send(LiveMessage message)
    {
        for (int i = _readers.Count - 1; i >= 0; i--)
        {
            if (!_readers[i].TryAdd(message))
            {
                _readers[i].End();
                _readers.RemoveAt(i);
            }
        }
    }

    private void Close(LiveReader reader)
    {
        lock (_lock)
        {
            _readers.Remove(reader);
        }
    }
}
