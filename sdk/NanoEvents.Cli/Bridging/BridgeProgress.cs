using System.Globalization;
using NanoEvents.Bridge;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Bridging;

/// <summary>What the bridges have done: a line on a terminal, each second, which the next one replaces; and notices.</summary>
internal sealed class BridgeProgress : IDisposable
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);
    private static readonly bool _isShown = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");

    private readonly Lock _lock = new();
    private readonly List<EventBridge> _bridges;
    private readonly Timer? _timer;
    private long _before;
    private int _width;

    public BridgeProgress(List<EventBridge> bridges)
    {
        _bridges = bridges;
        _timer = _isShown ? new Timer(_ => Show(), null, _period, _period) : null;
    }

    public void Say(string text) => Write(() => StandardError.Say(text));

    public void Fail(string text) => Write(() => StandardError.Error(text));

    /// <summary>Says the sum at the end.</summary>
    public void End()
    {
        if (_bridges.Count > 0)
        {
            Say(Sum(out _));
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void Write(Action write)
    {
        lock (_lock)
        {
            Clear();
            write();
        }
    }

    private void Show()
    {
        lock (_lock)
        {
            if (_bridges.Count == 0)
            {
                return;
            }

            string text = Sum(out long delivered);
            text = string.Create(CultureInfo.InvariantCulture, $"{text}   {delivered - _before} a second");
            _before = delivered;
            Clear();
            Console.Error.Write(text);
            _width = text.Length;
        }
    }

    private void Clear()
    {
        if (_width > 0)
        {
            Console.Error.Write($"\r{new string(' ', _width)}\r");
            _width = 0;
        }
    }

    private string Sum(out long delivered)
    {
        BridgeStats[] stats;
        lock (_bridges)
        {
            stats = [.. _bridges.Select(bridge => bridge.Stats)];
        }

        delivered = stats.Sum(s => s.Delivered);
        double oldest = stats.Select(s => s.Oldest.TotalSeconds).DefaultIfEmpty().Max();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{delivered} records written   {stats.Sum(s => s.Suppressed)} were there already   {stats.Sum(s => s.Dead)} dead letters   {stats.Sum(s => s.Retries)} retries   oldest {oldest:0.0} s");
    }
}
