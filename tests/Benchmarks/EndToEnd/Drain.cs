using System.Diagnostics;

namespace NanoEvents.Benchmarks.EndToEnd;

/// <summary>How fast a reader took what waited for it, from the first message after the start to the last.</summary>
/// <param name="MessagesASecond">By the clock.</param>
/// <param name="ProcessorUs">Processor time of this process for each message, in µs; the broker's is not in it.</param>
/// <param name="BrokerUs">The broker's, in µs.</param>
/// <param name="HeapBytes">What the reader holds after the last message, all garbage collected; 0 where nobody asked.</param>
internal readonly record struct Drain(double MessagesASecond, double ProcessorUs, double BrokerUs, long HeapBytes);

/// <summary>Measures one <see cref="Drain"/>. A reader calls it at each message.</summary>
/// <param name="broker">Where the messages come from.</param>
/// <param name="messages">How many will come.</param>
internal sealed class DrainMeter(Mosquitto broker, int messages)
{
    // The first ones are the connection's and the compiler's.
    private readonly int _skip = messages / 10;
    private readonly TaskCompletionSource<Drain> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private long _start;
    private TimeSpan _used;
    private TimeSpan _brokerUsed;

    public Task<Drain> Done => _done.Task;

    /// <summary>A message has been handled.</summary>
    /// <returns>Whether more are to come.</returns>
    public bool Handled()
    {
        if (++_count == _skip)
        {
            _used = Environment.CpuUsage.TotalTime;
            _brokerUsed = broker.Used;
            _start = Stopwatch.GetTimestamp();
        }
        else if (_count == messages)
        {
            End();
        }

        return _count < messages;
    }

    private void End()
    {
        double measured = messages - _skip;
        double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        double used = (Environment.CpuUsage.TotalTime - _used).TotalMicroseconds;
        double brokerUsed = (broker.Used - _brokerUsed).TotalMicroseconds;
        _done.SetResult(new Drain(measured / seconds, used / measured, brokerUsed / measured, 0));
    }
}
