using NanoEvents.Protocol;

namespace NanoEvents.Faults.Tests;

/// <summary>Somebody who may publish, and speaks in a device's name, or in the names of devices that are not there.</summary>
internal sealed class Forger(Broker broker, Random random)
{
    private const int MaxEvents = 9;

    public void Apply(FaultVerb verb, int count, Truth truth)
    {
        // Batches are of one boot: many boots at once would be too many for what a reader remembers of a device.
        int boot = Draw(truth);
        for (int i = 0; i < count; i++)
        {
            switch (verb)
            {
                case FaultVerb.Crowd:
                    broker.Retain($"crowd-{i}", "status", "offline"u8.ToArray());
                    break;
                case FaultVerb.ForgeBatches:
                    broker.Publish(new Published(truth.Device, Batch(boot, isState: false), null));
                    break;
                default:
                    broker.Retain(truth.Device, "state", Batch(Draw(truth), isState: true));
                    break;
            }
        }
    }

    private int Draw(Truth truth)
    {
        int id;
        do
        {
            id = random.Next(BatchFormat.BootMask + 1);
        }
        while (truth.IsTaken(id));
        truth.Forged.Add(id);
        return id;
    }

    private byte[] Batch(int boot, bool isState)
    {
        BatchWriter writer = new();
        writer.Begin(boot, random.Next(2) == 0 ? 1 : random.Next(), 1000, isState);
        writer.EndFields();
        for (int i = random.Next(1, MaxEvents); i > 0; i--)
        {
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 1000, 2000);
        }

        return writer.Buffer[..writer.End()];
    }
}
