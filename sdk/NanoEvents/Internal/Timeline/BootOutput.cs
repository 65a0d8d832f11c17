namespace NanoEvents;

/// <summary>What comes out of one boot: its events, its losses, and the acknowledgements that are due.</summary>
internal struct BootOutput(string device, int boot, BootClock clock, DeviceStateTracker state, TimelineOutput output)
{
    private LostRanges _lost;

    /// <summary>What its numbers were.</summary>
    public BootPrints Prints = new();

    /// <summary>The names of the boot's sources; null where none have come.</summary>
    public SourceNames? Names { get; set; }

    public bool IsLost(uint sequence) => _lost.Contains(sequence);

    public void Start(in HeldBatch held, in Batch batch)
    {
        NanoEvent start = NanoEvent.OfBoot(batch, device, clock.DatingOf(batch, held.Arrival, held.Retained).At(0));
        state.Follow(start);
        output.Add(start);
    }

    /// <summary>The events of a batch, without the first <paramref name="from"/> ones.</summary>
    public void Events(in HeldBatch held, in Batch batch, int from)
    {
        EventDating dating = clock.DatingOf(batch, held.Arrival, held.Retained);
        EventUptimes uptimes = clock.UptimesOf(batch, held.Steady);
        var kinds = new KnownKinds(Names?.Kinds, output.Kinds);
        Prints.Add(batch, from, uptimes);
        state.Follow(batch, from, dating, kinds);
        EventRun run = output.NewRun();
        run.Fill(device, held.Payload, batch, from, dating, Names, kinds);
        output.Add(run);
        output.Counts.Delivered(batch.EventCount - from);
    }

    public void Loss(uint first, uint count, LossCause cause)
    {
        output.Add(NanoEvent.OfLoss(device, boot, first, count, cause));
        output.Counts.Lost(count);
        _lost.Add(first, count);
    }

    /// <summary>The boot is over: what it still had is lost, from a number on.</summary>
    public void End(uint first) => output.Add(NanoEvent.OfLoss(device, boot, first, 0, LossCause.Restart));

    /// <summary>Counts numbers that came too late, or once more.</summary>
    /// <param name="next">The number that is expected next.</param>
    /// <param name="first">The first number.</param>
    /// <param name="count">How many.</param>
    public void CountOld(uint next, uint first, int count)
    {
        for (uint i = 0; i < count; i++)
        {
            if (SequenceMath.Distance(next, first + i) >= 0 || _lost.Contains(first + i))
            {
                output.Counts.Late();
            }
            else
            {
                output.Counts.Duplicate();
            }
        }
    }

    public void CountLate(int count)
    {
        for (int i = 0; i < count; i++)
        {
            output.Counts.Late();
        }
    }

    /// <summary>Nothing of a batch is open any more: its acknowledgement is due.</summary>
    public void Done(in HeldBatch held)
    {
        if (held.Delivery is not null)
        {
            output.Due(held.Delivery);
        }
    }

    public void SayCheckpointCannotBe(uint sequence) => output.Noticed?.Invoke(new Notice(
        NoticeKind.Checkpoint,
        $"The checkpoint of {device}, boot {boot}, number {sequence}, is higher than what the device has raised: what comes is delivered. Look at where the checkpoint is stored; was it another device's?"));
}
