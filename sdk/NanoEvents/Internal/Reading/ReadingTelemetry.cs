using System.Diagnostics;

namespace NanoEvents;

/// <summary>
/// Measures one reading: counters, the age of events, and a span from each batch's arrival to its acknowledgement. Counters of late and repeated
/// events have no device; all others have one.
/// </summary>
internal sealed class ReadingTelemetry(TimeProvider time, TimelineStats start)
{
    private TimelineStats _counted = start;

    public void CameOut(in NanoEvent e)
    {
        if (e.Kind == EventKind.Lost)
        {
            Lost(e);
        }
        else if (Telemetry.Events.Enabled || Telemetry.Latency.Enabled)
        {
            Event(e);
        }
    }

    public static void DecodeFailed(string device) => Telemetry.DecodeFailures.Add(1, new KeyValuePair<string, object?>(Telemetry.Device, device));

    public void Batch(string name, in Message message, TimelineStats counted)
    {
        KeyValuePair<string, object?> device = new(Telemetry.Device, name);
        Telemetry.Batches.Add(1, device);
        Telemetry.Late.Add(counted.Late - _counted.Late);
        Telemetry.Duplicates.Add(counted.Duplicates - _counted.Duplicates);
        _counted = counted;
        if (message.Delivery is { } delivery && Telemetry.Activities.HasListeners())
        {
            delivery.Activity = Start(name, message.Payload.Length);
        }
    }

    private static void Lost(in NanoEvent e)
    {
        KeyValuePair<string, object?> device = new(Telemetry.Device, e.Device);
        if (e.Count is { } count)
        {
            Telemetry.Lost.Add(count, device, new(Telemetry.Cause, e.Cause));
        }
        else
        {
            Telemetry.Restarts.Add(1, device);
        }
    }

    private void Event(in NanoEvent e)
    {
        KeyValuePair<string, object?> device = new(Telemetry.Device, e.Device);
        KeyValuePair<string, object?> kind = new(Telemetry.Kind, KindTable.Of(e.Kind).Name);
        Telemetry.Events.Add(1, device, kind);
        if (e is { Clock: ClockQuality.Synchronized, Time: { } happened } && Telemetry.Latency.Enabled)
        {
            // Two clocks that are right to within some milliseconds may disagree about the order.
            Telemetry.Latency.Record(Math.Max(0, (time.GetUtcNow() - happened).TotalSeconds), device, kind);
        }
    }

    private static Activity? Start(string device, int bytes)
    {
        Activity? before = Activity.Current;
        Activity? span = Telemetry.Activities.StartActivity("receive batch", ActivityKind.Consumer);
        span?.SetTag("messaging.system", "mqtt").SetTag("messaging.operation.type", "receive")
            .SetTag("messaging.destination.name", Topics.Of(device, Topics.Events))
            .SetTag("messaging.message.body.size", bytes).SetTag(Telemetry.Device, device);

        // The span ends elsewhere, with the acknowledgement, and contains nothing of this method.
        Activity.Current = before;
        return span;
    }
}
