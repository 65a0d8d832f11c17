using System.Globalization;
using Amqp;
using NanoEvents.Amqp.Tests.Support;
using NanoEvents.Bridge;
using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Tests;
using static NanoEvents.Amqp.Tests.Support.Carrying;

namespace NanoEvents.Amqp.Tests;

/// <summary>Bridge, reader and RabbitMQ are killed at any moment.</summary>
public sealed class KillTests : IDisposable
{
    private const int Devices = 16;
    private const int Rounds = 5;
    private const int BatchesARound = 4;
    private const int BatchSize = 64;
    private const int Each = Rounds * BatchesARound * BatchSize;
    private const string Queue = "events";

    private readonly string _folder = Directory.CreateTempSubdirectory("amqp").FullName;
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task ABridgeIsKilledFiveTimesAndRabbitTwiceAndTheQueueHasAllInOrder()
    {
        RabbitServer.SkipWhereAbsent();
        await using RabbitServer rabbit = await RabbitServer.StartAsync();
        await using TestBroker broker = await TestBroker.StartAsync(maxWaiting: 10_000);
        string[] line = ["bridge", "--broker", broker.Address, "--to", rabbit.Address(Queue), "--session", "killed", "--marks", Path.Combine(_folder, "marks")];
        int interruptions = 0;

        // The session begins before the first event.
        BridgeProcess bridge = new(line);
        await bridge.UntilSaysAsync("Connected to the broker");
        for (int round = 0; round < Rounds; round++)
        {
            int before = broker.Acknowledged;
            await SendAsync(broker, round, 0, BatchesARound - 1);

            // Somewhere in the middle: some batches of this round are there, and others are not.
            await Waiting.UntilAsync(() => broker.Acknowledged > before);
            if (round % 2 == 1)
            {
                await rabbit.KillAsync();

                // All of before may be there already, and then the bridge has nothing to wait for.
                await SendAsync(broker, round, BatchesARound - 1, BatchesARound);
                await bridge.UntilSaysAsync("Waiting for amqp");
                await rabbit.StartAgainAsync();
                interruptions++;
            }
            else
            {
                await SendAsync(broker, round, BatchesARound - 1, BatchesARound);
            }

            await bridge.KillAsync();
            await bridge.DisposeAsync();
            interruptions++;
            bridge = new BridgeProcess(line);
        }

        await using (bridge)
        {
            // A program that has only begun does not know Ctrl+C yet.
            await bridge.UntilSaysAsync("Connected to the broker");
            await Waiting.UntilAsync(() => broker.Acknowledged >= Devices * Rounds * BatchesARound);
            Assert.Equal(0, await bridge.InterruptAsync());
        }

        Dictionary<string, List<uint>> queue = await LookAsync(rabbit);
        Assert.Equal(Devices, queue.Count);
        foreach (List<uint> numbers in queue.Values)
        {
            AssertOrder(numbers, interruptions);
        }

        List<NanoEvent> read = await TakeAsync(new() { Address = rabbit.Address(Queue) }, Devices * (Each + 1));
        foreach ((uint last, long lost) in EventLaw.Check(read).Values)
        {
            Assert.Equal(((uint)Each, 0L), (last, lost));
        }

        TestContext.Current.SendDiagnosticMessage($"{queue.Values.Sum(numbers => numbers.Count) - (Devices * (Each + 1))} of {Devices * (Each + 1)} records stood twice");
    }

    [Fact]
    public async Task RabbitIsKilledUnderAReaderThatGetsEachEventOnce()
    {
        const int Count = 3000;
        RabbitServer.SkipWhereAbsent();
        await using RabbitServer rabbit = await RabbitServer.StartAsync();
        AmqpSinkOptions options = new() { Address = rabbit.Address(Queue), MarksFile = Path.Combine(_folder, "marks") };
        await CarryAsync(options, client =>
        {
            for (int i = 0; i < Devices; i++)
            {
                Motions(Count / Devices, $"device{i}")(client);
            }
        });

        await using AmqpEventClient client = new(new() { Address = options.Address, ReconnectDelay = TimeSpan.FromMilliseconds(200) });
        List<NanoEvent> read = [];
        int kills = 0;
        await foreach (NanoEvent e in client.ReadAsync(cancellationToken: _stop))
        {
            read.Add(e);
            if (read.Count is 500 or 1500)
            {
                await rabbit.KillAsync();
                await rabbit.StartAgainAsync();
                kills++;
            }

            if (read.Count == Count / Devices * Devices)
            {
                break;
            }
        }

        Assert.Equal(2, kills);
        Assert.Equal(Devices, EventLaw.Check(read).Count(device => device.Value == ((uint)(Count / Devices), 0L)));
        Assert.True(client.Stats.Duplicates > 0, "RabbitMQ has sent nothing again");
    }

    // A part of a round, of each device: many at a time, as from many devices.
    private static async Task SendAsync(TestBroker broker, int round, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            uint first = (uint)(((round * BatchesARound) + i) * BatchSize) + 1;
            for (int device = 0; device < Devices; device++)
            {
                await broker.SendAsync(TestBatch.Of(first, BatchSize) with { HasBoot = first == 1 }, $"device{device}");
            }
        }
    }

    // Each number follows the one before. Only where the bridge or RabbitMQ was killed, a device goes back, and then goes on from there.
    private static void AssertOrder(List<uint> numbers, int interruptions)
    {
        int steps = 0;
        for (int i = 0; i < numbers.Count; i++)
        {
            uint before = i == 0 ? 0 : numbers[i - 1];
            bool goesOn = i == 0 ? numbers[i] == 0 : numbers[i] == before + 1;
            steps += goesOn ? 0 : 1;
            Assert.True(goesOn || numbers[i] <= before, string.Create(CultureInfo.InvariantCulture, $"{numbers[i]} comes after {before}"));
        }

        Assert.Equal((uint)Each, numbers[^1]);
        Assert.InRange(steps, 0, interruptions);
    }

    // What the queue holds of each device, in its order, 0 for the start. Nothing is taken.
    private async Task<Dictionary<string, List<uint>>> LookAsync(RabbitServer rabbit)
    {
        Dictionary<string, List<uint>> devices = [];
        Connection connection = await Connection.Factory.CreateAsync(new Address(rabbit.Address(Queue, "bridge:" + RabbitServer.Password)));
        ReceiverLink link = new(new Session(connection), "look", $"/amq/queue/{Queue}");
        link.SetCredit(100_000, false);

        // More may come only where a kill has left something twice at the end.
        while (await link.ReceiveAsync(devices.Count == Devices && devices.Values.All(numbers => numbers[^1] == Each) ? TimeSpan.FromSeconds(3) : Waiting.Limit) is { } message)
        {
            _stop.ThrowIfCancellationRequested();
            Assert.True(EventMessage.TryRead(message, out NanoEvent e, out string problem), problem);
            Assert.Equal(EventId.Of(e), message.Properties.MessageId);
            (devices.TryGetValue(e.Device, out List<uint>? numbers) ? numbers : devices[e.Device] = []).Add(e.Sequence ?? 0);
        }

        await connection.CloseAsync();
        return devices;
    }
}
