using System.Numerics;

namespace NanoEvents;

/// <summary>Puts each message into the timeline of its device, or leaves it out, counts it and says why.</summary>
internal sealed class MessageSorter(
    string? device, DeviceTable devices, GapWatch gaps, TimelineOutput output, ClientCounts counts, Notices notices, ReadingTelemetry? telemetry)
{
    private long _tooMany;
    private long _freed;

    /// <returns>The timeline of the message's device, if the reader follows it.</returns>
    public DeviceTimeline? Sort(in Message message)
    {
        counts.Message(message.Kind == MessageKind.Events ? 0 : message.Payload.Length);
        if (!TrySort(message, out DeviceTimeline? timeline, out string? why) && message.Delivery is not null)
        {
            // This message has no effect, so the broker does not have to keep it. A reader of batches may want to.
            bool isOfEvents = why is not null && message.Kind == MessageKind.Events;
            output.Due(message.Delivery, isOfEvents ? new UndecodedMessage(message.Topic, why!, message.Payload) : null);
        }

        timeline?.Received(message.Payload.Length);
        return timeline;
    }

    // why: the reason if its events cannot be given out.
    /// <returns>Whether the timeline will acknowledge the message.</returns>
    private bool TrySort(in Message message, out DeviceTimeline? timeline, out string? why)
    {
        timeline = null;
        why = null;
        if (message.Kind == MessageKind.Other || (device is not null && message.Device != device))
        {
            return false;
        }

        if (message.Device is null)
        {
            why = "a device whose name cannot be";
            Ignore(why);
            return false;
        }

        if (!devices.TryGet(message, out timeline, out DeviceTimeline? freed))
        {
            LeaveOut(message);
            why = "more devices than this reader follows";
            return false;
        }

        if (freed is not null && BitOperations.IsPow2(++_freed))
        {
            notices.NoLongerFollowed(freed.Device, message.Device);
        }

        if (message.Kind == MessageKind.Status)
        {
            timeline.SetStatus(message.Payload);
            return false;
        }

        // An empty message clears a retained one.
        return (message.Kind == MessageKind.Events || message.Payload.Length != 0) && TryAdd(timeline, message, out why);
    }

    private bool TryAdd(DeviceTimeline timeline, in Message message, out string? why)
    {
        why = null;
        bool isEvents = message.Kind == MessageKind.Events;
        if (!TryAdd(timeline, message, isEvents, out BatchError error))
        {
            why = error.Message;
            if (telemetry is not null)
            {
                ReadingTelemetry.DecodeFailed(timeline.Device);
            }

            if (BitOperations.IsPow2(counts.DecodeFailure()))
            {
                notices.Ignored(timeline.Device, why);
            }

            return false;
        }

        if (isEvents)
        {
            counts.Batch(message.Payload.Length);
            telemetry?.Batch(timeline.Device, message, output.Counts.Snapshot());
        }

        gaps.Watch(timeline, message.Steady);
        return isEvents;
    }

    private static bool TryAdd(DeviceTimeline timeline, in Message message, bool isEvents, out BatchError why) => message.Kind == MessageKind.Names
        ? timeline.TryAddNames(message.Payload, message.Arrival, message.Retained, out why)
        : timeline.TryAdd(message.Payload, new Arrived(message.Arrival, message.Steady, message.Retained, message.MayHaveWaited), message.Delivery, !isEvents, out why);

    // Its events are acknowledged and not delivered. That is a loss: it is counted and told as one. Each message makes one event at most.
    private void LeaveOut(in Message message)
    {
        counts.Ignored();
        if (message.Kind == MessageKind.Events && BatchReader.TryRead(message.Payload, out Batch batch, out _) && !batch.IsState && batch.EventCount > 0)
        {
            NanoEvent loss = NanoEvent.OfLoss(message.Device, batch.Boot, batch.Sequence, (uint)batch.EventCount, LossCause.Transit);
            output.Add(loss);
            output.Counts.Lost(batch.EventCount);
        }

        if (BitOperations.IsPow2(++_tooMany))
        {
            notices.TooManyDevices(message.Device!);
        }
    }

    // The first, the second, the fourth, ...: a flood of them does not become a flood of notices.
    private void Ignore(string what)
    {
        if (BitOperations.IsPow2(counts.Ignored()))
        {
            notices.Ignored(what);
        }
    }
}
