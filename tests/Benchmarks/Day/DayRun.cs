using System.Globalization;
using NanoEvents.Firmware;
using NanoEvents.Simulator;

namespace NanoEvents.Benchmarks.Day;

/// <summary>`day`: what 24 hours of one device take on the network, by kind of message, and whether a capture agrees with the model.</summary>
internal static class DayRun
{
    private const double Speed = 60;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(60);

    // The day of the recording that is the measure.
    private static readonly DateTime Recorded = new(2017, 12, 25, 9, 11, 0, DateTimeKind.Utc);

    public static async Task<int> StartAsync(string[] args)
    {
        string? file = Value(args, "--trace");
        TimeSpan captured = TimeSpan.FromHours(double.Parse(Value(args, "--capture") ?? "2", CultureInfo.InvariantCulture));
        Machine.Print();
        Console.WriteLine("Bytes of one device in 24 hours: TLS 1.2, MQTT 3.1.1, QoS 1, one connection; TCP/IP headers and acknowledgements in both directions are counted.");
        new DayTable(BuiltInDay.On(new DateOnly(2026, 1, 15)), Day).Print("The built-in day");
        Trace trace = BuiltInDay.On(new DateOnly(2026, 1, 15));
        List<Target> targets = [];
        if (file is not null)
        {
            trace = PlayedDay.Part(TraceFile.Open(file), Recorded, Day);
            DayTable table = new(trace, Day);
            table.Print($"{Path.GetFileName(file)}, from {Recorded:yyyy-MM-ddTHH:mm}");
            new DayTable(trace, Day, set: Former).Print("The same with the former periods: state.period 60 and broker.keepAlive 30");
            DayTable whole = new(TraceFile.Open(file), TimeSpan.FromDays(7));
            Console.WriteLine();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"The whole recording: {whole.Raised:N0} events in {whole.Events.Messages:N0} batches, {(double)whole.Raised / whole.Events.Messages:0.00} each; {whole.PayloadOfAnEvent:0.00} bytes of payload an event"));
            targets.Add(new Target("natural batches, bytes of payload an event", whole.PayloadOfAnEvent, 14, IsAtMost: true));
            targets.Add(new Target("a recorded day, bytes", table.Total.Total, 250_000, IsAtMost: true));
            targets.Add(new Target("the same, moonshot", table.Total.Total, 150_000, IsAtMost: true));
        }

        if (captured > TimeSpan.Zero)
        {
            targets.AddRange(await CompareAsync(trace, captured));
        }

        Target.Print(targets);
        return 0;
    }

    private static async Task<IEnumerable<Target>> CompareAsync(Trace trace, TimeSpan length)
    {
        trace = PlayedDay.Part(trace, null, length);
        Settings quiet = new() { DeviceId = "room", KeepAliveSeconds = 5 };
        (CapturedBytes Bytes, Traffic Sent)? played = await LiveDevice.PlayAsync(trace, Speed);
        CapturedBytes? rested = await LiveDevice.RestAsync(quiet, Quiet);
        if (played is not { Bytes: { } day, Sent: { } sent } || rested is not { } rest)
        {
            Console.WriteLine("Left out: no capture without Mosquitto, tcpdump, and the right to use it.");
            return [];
        }

        DayTable table = new(trace, length, isVersion5: true);
        table.Print($"The model for the first {length.TotalHours:0.#} h, MQTT 5");
        DayBytes model = table.Total;
        Console.WriteLine();
        Console.WriteLine($"Captured on loopback, MQTT 5, without the 12 bytes of TCP options that Linux adds to each segment:");
        Print($"the first {length.TotalHours:0.#} h, {Speed:0} times as fast", day);
        Console.WriteLine($"    the simulator's own count: {sent.Messages(Topic.Events)} batches, {sent.Messages(Topic.State)} states, {sent.Messages(Topic.Names)} names");
        Print($"{Quiet.TotalSeconds:0} s of a quiet device with broker.keepAlive 5", rest);
        WireModel wire = new(quiet, isVersion5: true);
        int pings = (int)((Quiet.TotalSeconds - 1) / quiet.KeepAliveSeconds);
        long pinged = rest.Total - rest.Opening - Rest(wire);
        return
        [
            new Target($"{length.TotalHours:0.#} h captured, as a part of the model's {model.Total:N0}", (double)day.Total / model.Total, 0.95),
            new Target("the same", (double)day.Total / model.Total, 1.05, IsAtMost: true),
            new Target($"{pings} pings captured, as a part of the model's {(WireModel.OfPing * pings).Total:N0}", (double)pinged / (WireModel.OfPing * pings).Total, 0.9),
            new Target("the same", (double)pinged / (WireModel.OfPing * pings).Total, 1.1, IsAtMost: true),
        ];
    }

    private static void Former(Settings settings) => (settings.StateMs, settings.KeepAliveSeconds) = (60_000, 30);

    // What a device without sensors sends besides its pings.
    private static long Rest(WireModel wire)
    {
        (List<SentMessage> sent, _) = PlayedDay.Play(new Trace([], [new TraceRow(0, [])]), new Settings(), Quiet);
        return sent.Sum(message => wire.Of(message).Total) + wire.Status(50).Total + wire.Connect().Total - WireModel.Opening;
    }

    private static void Print(string what, CapturedBytes bytes) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  {what}: {bytes.Total:N0} bytes, of them {bytes.Opening:N0} to open TCP and TLS; {bytes.Records:N0} segments with data, {bytes.Acknowledgements:N0} without"));

    private static string? Value(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and int at && at + 1 < args.Length ? args[at + 1] : null;
}
