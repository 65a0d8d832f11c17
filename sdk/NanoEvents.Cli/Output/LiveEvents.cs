using System.Diagnostics;
using System.Globalization;

namespace NanoEvents.Cli.Output;

/// <summary>Events as they arrive, and a status line ten times a second. Ends the command when its output is no longer read.</summary>
internal sealed class LiveEvents : IDisposable
{
    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly IEventView _view;
    private readonly Func<ClientStats> _stats;
    private readonly CancellationTokenSource _ending;
    private readonly Timer _timer;
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private readonly Queue<(TimeSpan At, long Events)> _lastSeconds = new();
    private bool _isOver;

    public LiveEvents(IEventView view, Func<ClientStats> stats, CancellationToken cancellation)
    {
        _view = view;
        _stats = stats;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _timer = new Timer(_ => ShowProgress(), null, _period, _period);
    }

    /// <summary>Cancelled with the command, by <see cref="End"/>, or when the output can no longer be written.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Why the output can no longer be written.</summary>
    public IOException? Failure { get; private set; }

    public void Show(in NanoEvent e)
    {
        lock (_lock)
        {
            _view.Show(e);
        }
    }

    /// <summary>A notice, apart from the events.</summary>
    public void Notice(string text)
    {
        lock (_lock)
        {
            _view.Say(text);
        }
    }

    public void ShowSummary(DemoSummary summary)
    {
        lock (_lock)
        {
            _isOver = true;
            _view.ShowSummary(summary);
        }
    }

    public void End() => _ending.Cancel();

    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            _isOver = true;
            _view.Dispose();
        }
    }

    // The timer may call once more while it is being stopped.
    private void ShowProgress()
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }

            try
            {
                _view.ShowProgress(Progress(_stats()));
            }
            catch (IOException e)
            {
                _isOver = true;
                Failure = e;
            }
        }

        if (Failure != null)
        {
            End();
        }
    }

    private string Progress(ClientStats stats)
    {
        _lastSeconds.Enqueue((_time.Elapsed, stats.Events));
        while (_lastSeconds.Count > 20)
        {
            _lastSeconds.Dequeue();
        }

        (TimeSpan since, long before) = _lastSeconds.Peek();
        double seconds = Math.Max(0.1, (_time.Elapsed - since).TotalSeconds);
        double rate = (stats.Events - before) / seconds;
        double bytes = stats.Events == 0 ? 0 : (double)stats.PayloadBytes / stats.Events;
        return string.Create(
            CultureInfo.InvariantCulture,
            $" {stats.Events} events   {rate:0.0} a second   {stats.Batches} batches   {bytes:0.0} bytes an event   {stats.Lost} lost ");
    }
}
