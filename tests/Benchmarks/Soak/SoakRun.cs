using System.Globalization;
using System.Net;
using NanoEvents.Cli;

namespace NanoEvents.Benchmarks.Soak;

/// <summary>`soak`: device, broker and SDK in this process for a set time at a set rate, and what memory they hold meanwhile.</summary>
internal sealed class SoakRun(SoakOptions options)
{
    // The code is compiled and buffers have their size by then.
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(90);
    private const long MaxGrowthBytes = 1_000_000;

    private uint _expected = 1;
    private long _disorder;

    public static async Task<int> StartAsync(string[] args)
    {
        if (!SoakOptions.TryParse(args, out SoakOptions options))
        {
            Console.Error.WriteLine("error  " + SoakOptions.Usage);
            return 2;
        }

        Machine.Print();
        return await new SoakRun(options).RunAsync() ? 0 : 1;
    }

    private async Task<bool> RunAsync()
    {
        await using EmbeddedBroker broker = new(IPAddress.Loopback, 0);
        await broker.StartAsync();
        await using EventClient client = new(new EventClientOptions { Broker = broker.LocalUrl.OriginalString, Session = "soak-reader" });
        using CancellationTokenSource ending = new();
        Task reading = ReadAsync(client, ending.Token);
        while (!client.IsConnected)
        {
            await Task.Delay(10);
        }

        using SoakDevice device = new(broker.LocalUrl);
        await device.RaiseAsync(options.Rate, _warmUp, ending.Token);
        MemoryReading first = Say("start", device, client);
        MemoryReading last = first;
        int parts = Math.Clamp((int)options.Minutes, 1, 60);
        for (int part = 1; part <= parts; part++)
        {
            double minutes = options.Minutes * part / parts;
            await device.RaiseAsync(options.Rate, TimeSpan.FromMinutes(options.Minutes / parts), ending.Token);
            last = Say(string.Create(CultureInfo.InvariantCulture, $"{minutes:0.#} min"), device, client);
        }

        await SettleAsync(device, client);
        await ending.CancelAsync();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Judge(device, client.Stats, last.HeapBytes - first.HeapBytes);
    }

    private async Task ReadAsync(EventClient client, CancellationToken cancellation)
    {
        await foreach (NanoEvent e in client.ReadAsync(cancellationToken: cancellation))
        {
            if (e.Sequence is { } sequence)
            {
                _disorder += sequence == _expected ? 0 : 1;
                _expected = sequence + 1;
            }
        }
    }

    private static MemoryReading Say(string when, SoakDevice device, EventClient client)
    {
        MemoryReading reading = MemoryReading.Take();
        Console.WriteLine($"{when,9}  {reading}, {device.Raised:N0} raised, {client.Stats.Events:N0} delivered, {client.Stats.Lost} lost");
        return reading;
    }

    private static async Task SettleAsync(SoakDevice device, EventClient client)
    {
        DateTime until = DateTime.UtcNow + _patience;
        while (DateTime.UtcNow < until && !(device.IsIdle && client.Stats.Events + client.Stats.Lost == device.Raised))
        {
            await Task.Delay(20);
        }
    }

    private bool Judge(SoakDevice device, ClientStats stats, long grown)
    {
        bool balances = stats.Events == device.Raised && stats.Lost == 0 && _disorder == 0;
        bool isFlat = grown <= MaxGrowthBytes;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{device.Raised} raised = {stats.Events} delivered + {stats.Lost} lost, {stats.Duplicates} came twice, {_disorder} out of order; the heap has grown by {grown / 1e6:0.00} MB: {(isFlat ? "flat" : "NOT FLAT")}"));
        return balances && isFlat;
    }
}
