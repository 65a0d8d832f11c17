using System.Text;
using NanoEvents.Protocol;

namespace NanoEvents.Faults.Tests;

/// <summary>Whoever may publish cannot make the reader's memory grow, nor steer a terminal.</summary>
[Collection(MeasuresMemory)]
public sealed class HostilePublisherTests
{
    private const string MeasuresMemory = "measures the memory of the process";
    private const int Messages = 60_000;
    private const int Names = 1_000_000;
    private const int MaxDevices = 20;
    private const long MaxBytesForNames = 500_000;
    private const long MaxBytes = 4_000_000;
    private const string Escape = "\u001b[2J\u009b31m\u202eevil\u2028\u200f";

    private readonly Timetable _timetable = new();

    [Fact]
    public void AFloodOfDevicesBootsGapsAndStatesDoesNotGrowTheMemory()
    {
        EventReading reading = Read();
        Random random = new(3);
        Flood(reading, random, Messages / 4);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        Flood(reading, random, Messages);

        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(grown, long.MinValue, MaxBytes);
        Assert.Equal(MaxDevices, reading.Devices.Count());
        GC.KeepAlive(reading);
    }

    [Fact]
    public void AMillionDeviceNamesAreLeftOutAndCounted()
    {
        EventReading reading = Read();
        byte[] payload = Events(boot: 1, first: 1, count: 1, firmware: "f");
        SendFromMany(reading, payload, 0, Names / 10);
        long before = GC.GetTotalMemory(forceFullCollection: true);

        SendFromMany(reading, payload, Names / 10, Names);

        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(grown, long.MinValue, MaxBytesForNames);
        Assert.Equal(MaxDevices, reading.Devices.Count());
        GC.KeepAlive(reading);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("\u001b[31m")]
    [InlineData("x\n")]
    [InlineData("hall\u202e")]
    [InlineData("\u0430")]
    [InlineData("123456789012345678901234567890123")]
    [InlineData("../../etc")]
    public void ATopicWithAStrangeDeviceNameIsRefused(string name)
    {
        Topics.Parse($"nanoevents/{name}/events", out string? device);

        Assert.Null(device);
    }

    [Fact]
    public void NamesFirmwareAndStatusCannotSteerATerminal()
    {
        EventReading reading = Read();
        Send(reading, MessageKind.State, "hall", State(Escape));
        Send(reading, MessageKind.Status, "hall", Encoding.UTF8.GetBytes("online " + Escape));
        Send(reading, MessageKind.Events, "hall", Events(boot: 1, first: 1, count: 2, firmware: Escape));
        List<string> texts = [];
        while (reading.TryTake(out NanoEvent e))
        {
            texts.AddRange([e.ToString(), e.Name ?? "", e.Kind == EventKind.Boot ? e.Firmware! : ""]);
        }

        Assert.True(reading.TryGetState("hall", out DeviceState? state));
        texts.AddRange([state.Status!, state.Firmware!, state.ToString(), .. state.Sources.Select(source => source.ToString())]);

        Assert.Contains(texts, text => text.Contains("evil", StringComparison.Ordinal));
        Assert.All(texts, text => Assert.DoesNotContain(text, Steers));
    }

    private static bool Steers(char c) => char.IsControl(c) || c is '\u202e' or '\u2028' or '\u200f';

    private EventReading Read()
    {
        var options = new EventClientOptions { MaxDevices = MaxDevices, TimeProvider = new WorldTime(_timetable) };
        return new EventReading(
            options.ForEvents(EventFilter.All), new ClientCounts(), new TimelineCounts(), new Notices(null), null, CancellationToken.None);
    }

    private void Flood(EventReading reading, Random random, int messages)
    {
        for (int i = 0; i < messages; i++)
        {
            string device = "d" + random.Next(random.Next(10) == 0 ? 1_000_000 : MaxDevices);
            int boot = random.Next(3) == 0 ? random.Next(1 << 24) : random.Next(2);
            byte[] payload = random.Next(4) == 0 ? State("n" + random.Next(), boot, (uint)random.Next()) : Events(boot, (uint)random.Next(), random.Next(64), "f" + random.Next());
            Send(reading, payload[0] % 8 >= BatchFormat.FlagState ? MessageKind.State : MessageKind.Events, device, payload);
            while (reading.TryTake(out _))
            {
                // Handled.
            }

            _timetable.MoveTo(_timetable.NowMs + random.Next(20));
        }
    }

    private void SendFromMany(EventReading reading, byte[] payload, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            Send(reading, MessageKind.Events, "device-" + i, payload);
            while (reading.TryTake(out _))
            {
                // Handled.
            }
        }
    }

    private void Send(EventReading reading, MessageKind kind, string device, byte[] payload)
    {
        Message message = new(kind, device, payload, WorldTime.Start.AddMilliseconds(_timetable.NowMs), false, null);
        reading.Inbox.Put(message);
        while (reading.TryReceive())
        {
            // One message, and what the timers have to say.
        }
    }

    private static byte[] Events(int boot, uint first, int count, string firmware)
    {
        BatchWriter writer = new();
        writer.Begin(boot, (int)first, 1000, false);
        writer.BeginField(BatchFormat.FieldBoot, false);
        writer.PutByte(0);
        Put(writer, firmware);
        writer.EndField(false);
        writer.EndFields();
        for (int i = 0; i < count; i++)
        {
            writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), 1000, 2000);
        }

        return writer.Buffer[..writer.End()];
    }

    private static byte[] State(string name, int boot = 1, uint next = 1)
    {
        BatchWriter writer = new();
        writer.Begin(boot, (int)next, 1000, true);
        writer.BeginField(BatchFormat.FieldNames, true);
        writer.PutByte(0);
        writer.PutByte(0);
        byte[] utf8 = Encoding.UTF8.GetBytes(name);
        writer.PutByte(utf8.Length);
        Put(writer, name);
        writer.EndField(true);
        writer.EndFields();
        return writer.Buffer[..writer.End()];
    }

    private static void Put(BatchWriter writer, string text)
    {
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            writer.PutByte(b);
        }
    }
    /// <summary>No other test runs meanwhile: its memory would count.</summary>
    [CollectionDefinition(MeasuresMemory, DisableParallelization = true)]
    public sealed class Alone;
}
