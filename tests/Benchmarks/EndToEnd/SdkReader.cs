namespace NanoEvents.Benchmarks.EndToEnd;

/// <summary>The SDK: `await foreach` over the events, each looked at.</summary>
internal sealed class SdkReader : IReader
{
    public string Name => "NanoEvents, await foreach";

    /// <summary>What the loop has added up, so that nobody can leave it out.</summary>
    public long Sum { get; private set; }

    /// <summary>Whether to say how much memory is held when all has come.</summary>
    public bool LooksAtMemory { get; init; }

    public async Task SubscribeAsync(Mosquitto broker, string session)
    {
        await using EventClient client = ClientOf(broker, session);
        using CancellationTokenSource connected = new();
        client.NoticeReceived += (_, e) => connected.CancelAfter(e.Notice.Kind == NoticeKind.Connected ? 0 : -1);
        try
        {
            await foreach (NanoEvent _ in client.ReadAsync(cancellationToken: connected.Token))
            {
            }
        }
        catch (OperationCanceledException)
        {
            // The session is there.
        }
    }

    public async Task<Drain> DrainAsync(Mosquitto broker, string session, int messages)
    {
        DrainMeter meter = new(broker, messages);
        await using EventClient client = ClientOf(broker, session);
        int inBatch = 0;
        long heapBefore = LooksAtMemory ? GC.GetTotalMemory(forceFullCollection: true) : 0;
        long heap = 0;
        await foreach (NanoEvent e in client.ReadAsync())
        {
            Sum += e.Kind == EventKind.Temperature ? e.RawValue : 1;
            if (++inBatch == Batches.EventsEach)
            {
                inBatch = 0;
                if (!meter.Handled())
                {
                    heap = LooksAtMemory ? GC.GetTotalMemory(forceFullCollection: true) - heapBefore : 0;
                    break;
                }
            }
        }

        if (client.Stats is { Lost: not 0 } or { Duplicates: not 0 })
        {
            throw new InvalidOperationException($"Events were lost or came twice: {client.Stats}");
        }

        Drain drain = await meter.Done;
        return drain with { HeapBytes = heap };
    }

    // Room for the devices of the other parts, whose status the broker keeps.
    private static EventClient ClientOf(Mosquitto broker, string session) =>
        new(new EventClientOptions { Broker = broker.Url, Session = session, ClientId = session, MaxDevices = 200_000 });
}
