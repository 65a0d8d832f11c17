using NanoEvents.Firmware.Tests.Configuration;

namespace NanoEvents.Firmware.Tests.Start;

/// <summary>No setting that is accepted keeps the console from coming up, or takes the memory that the device needs.</summary>
public sealed class MemoryTests(ITestOutputHelper output)
{
    private const int NearlyBytes = 600;

    // As much more as the store and a larger ring need.
    private const int RoomyBytes = 14_000;

    // For connecting, which takes 4 kB for a moment, and for edges that wait.
    private const int MinBytes = 5000;

    /// <summary>The model is right where the whole firmware was measured. Whatever the firmware takes more than then makes this fail: measure again, or give it back.</summary>
    [Fact]
    public void TheModelSaysWhatWasMeasured()
    {
        int usual = RestBytes(512, false);
        int store = RestBytes(512, true);
        int large = RestBytes(2048, false);

        output.WriteLine($"own {new ModelBoard(new SettingTexts()).Start().OwnBytes}; at rest {usual}, with a store {store}, with 2048 events {large}");
        Assert.InRange(usual, 12_204 - NearlyBytes, 12_204 + NearlyBytes);
        Assert.InRange(store, -1_116 - NearlyBytes, -1_116 + NearlyBytes);
        Assert.InRange(large, -6_300 - NearlyBytes, -6_300 + NearlyBytes);
    }

    [Fact]
    public void ThePlanCountsNoLessThanTheObjectsTake()
    {
        Settings settings = new() { RingCapacityEvents = 512, DebounceMs = 50 };
        EventRing ring = new(8, 1, new AutoResetEvent(false));
        Counters counters = new();
        int shared = NanoHeap.BytesOf(ring, counters, settings);

        int motion = NanoHeap.BytesOf(ring, counters, settings, new MotionSensor(0, settings, ring, counters)) - shared;
        int thermometer = NanoHeap.BytesOf(ring, counters, settings, new TemperatureSensor(0, settings, ring, counters)) - shared;
        int measurement = NanoHeap.BytesOf(ring, counters, settings, new MeasurementSensor(settings.Humidity, 0, ring, counters)) - shared;
        int store = NanoHeap.BytesOf(new EventStore(new Store.MemoryPages(), 32, 1, new WriteBudget(1, 1)));
        int ring512 = NanoHeap.BytesOf(new EventRing(512, 1, new AutoResetEvent(false))) - NanoHeap.BytesOf(new EventRing(1, 1, new AutoResetEvent(false)));

        output.WriteLine($"motion sensor {motion}, thermometer {thermometer}, measurement {measurement}, store {store}, ring of 512 {ring512}");
        Assert.InRange(motion, MemoryPlan.MotionSensorBytes / 2, MemoryPlan.MotionSensorBytes);
        Assert.InRange(thermometer, MemoryPlan.ThermometerBytes / 5, MemoryPlan.ThermometerBytes);
        Assert.InRange(measurement, MemoryPlan.MeasurementBytes / 2, MemoryPlan.MeasurementBytes);
        Assert.InRange(store, MemoryPlan.StoreBytes - 1000, MemoryPlan.StoreBytes);
        Assert.InRange(ring512, MemoryPlan.RingBytes(512) - 100, MemoryPlan.RingBytes(512));
    }

    [Fact]
    public void EveryAcceptedCombinationAtItsLimitsStartsItsConsoleAndLeavesMemory()
    {
        string[] names = ["", string.Join(',', Enumerable.Repeat(new string('n', 24), 32))];
        string[] pins = ["", "27", "24", "6", "0,1,2,3,4,5,12,13,14,15,18,19,23,25,26,27,32,33,34,35,36,37,38,39", string.Join(',', Enumerable.Range(0, 32)), "17,16,21,22"];
        string[] addresses = ["", "auto", string.Join(',', Enumerable.Repeat("0x76", 32))];
        int tried = 0;
        int least = int.MaxValue;
        foreach (string ring in new[] { "8", "512", "1024", "1025", "2048" })
        {
            foreach (string store in new[] { "0", "1", "128" })
            {
                foreach (string pin in pins)
                {
                    foreach (string address in addresses)
                    {
                        foreach (string name in names)
                        {
                            foreach (string deadband in new[] { "off", "0.01" })
                            {
                                ModelBoard board = new ModelBoard(Values.Of(
                                    ("ring.capacity", ring), ("store.size", store), ("motion.pin", pin), ("temperature.addresses", address), ("motion.names", name),
                                    ("temperature.names", name), ("humidity.deadband", deadband), ("pressure.deadband", deadband))).Start();
                                tried++;
                                least = Math.Min(least, board.RestBytes);

                                string what = $"ring {ring}, store {store}, pins {pin}, {address.Split(',').Length} thermometers, names {name.Length}: ";
                                Assert.True(board.RestBytes >= MinBytes, what + board.RestBytes);
                                Assert.Equal("ok  stats", board.Ask("stats")[^1]);
                                Assert.StartsWith("ok  motion.debounce = 60 ms", board.Ask("set motion.debounce 60")[^1]);
                            }
                        }
                    }
                }
            }
        }

        output.WriteLine($"{tried} combinations; at least {least} bytes were free at rest");
    }

    [Theory]
    [InlineData("console.tx", "24")]
    [InlineData("console.tx", "6")]
    [InlineData("console.tx", "34")]
    [InlineData("console.rx", "28")]
    [InlineData("console.rx", "17")]
    [InlineData("console.port", "COM1")]
    public void AConsoleThatCannotBeWhereItShouldIsWhereItIsByDefault(string name, string value)
    {
        ModelBoard board = new ModelBoard(Values.Of((name, value))).Start();

        Assert.Equal(("COM2", 17, 16), (board.Console!.Port, board.Console.TxPin, board.Console.RxPin));
        Assert.Equal($" faults={name}", board.Faults.Status());
    }

    [Theory]
    [InlineData("motion.pin", "24", "motion.pin: ESP32 has no pin 24")]
    [InlineData("motion.pin", "6", "motion.pin: pin 6 of ESP32 belongs to its memory")]
    [InlineData("motion.pin", "17", "motion.pin: pin 17 is used twice")]
    [InlineData("motion.pin", "21", "motion.pin: pin 21 is used twice")]
    [InlineData("i2c.sda", "34", "i2c.sda: pin 34 of ESP32 is an input only")]
    public void WhatCannotBeHadIsAFaultAndTheRestRuns(string name, string value, string fault)
    {
        ModelBoard board = new ModelBoard(Values.Of((name, value))).Start();

        Assert.Equal(1, board.Faults.Count);
        Assert.Equal(fault, board.Faults.Text(0));
        Assert.Contains("  fault " + fault, board.Ask("stats"));
        Assert.Equal($" faults={name}", board.Faults.Status());
        Assert.Single(board.Device!.MotionSensors);
        Assert.Single(board.Device.TemperatureSensors);
    }

    [Fact]
    public void ARingThatHasNoRoomBesideTheStoreIsSmallerAndAFault()
    {
        ModelBoard board = new ModelBoard(Values.Of(("ring.capacity", "2048"), ("store.size", "16"))) { MoreBytes = 10_000 }.Start();

        Assert.Equal(512, board.Device!.Ring.CapacityEvents);
        Assert.NotNull(board.Device.Store);
        Assert.Equal(1, board.Faults.Count);
        Assert.Equal("ring.capacity: there is memory for 512 events only", board.Faults.Text(0));
        Assert.Contains("  fault ring.capacity: there is memory for 512 events only", board.Ask("stats"));
        Assert.Equal(" faults=ring.capacity", board.Faults.Status());
    }

    [Fact]
    public void TheDefaultsAreNoFaultAndNeitherIsTheStoreWhereItHasRoom()
    {
        Assert.Equal(0, new ModelBoard(new SettingTexts()).Start().Faults.Count);
        ModelBoard board = new ModelBoard(Values.Of(("store.size", "32"))) { MoreBytes = RoomyBytes }.Start();
        Assert.Equal(0, board.Faults.Count);
        Assert.NotNull(board.Device!.Store);
    }

    [Fact]
    public void ALargerHeapTakesTheLargestRingBesideTheStore()
    {
        ModelBoard board = new ModelBoard(Values.Of(("ring.capacity", "2048"), ("store.size", "128"))) { MoreBytes = 100_000 }.Start();

        Assert.Equal(0, board.Faults.Count);
        Assert.Equal(2048, board.Device!.Ring.CapacityEvents);
    }

    [Fact]
    public void AStoreThatDoesNotFitKeepsItsPages()
    {
        ModelBoard board = new(Values.Of(("store.size", "32")));
        board.Pages.TryWrite(3, [1, 2, 3], 3);

        board.Start();

        Assert.Null(board.Device!.Store);
        Assert.Equal(" faults=store.size", board.Faults.Status());
        Assert.Equal(3, board.Pages.Read(3, new byte[8], 8));
    }

    [Fact]
    public void SetSaysWhatARingAndAStoreCostAndRefusesWhatDoesNotFit()
    {
        ModelBoard board = new ModelBoard(new SettingTexts()) { MoreBytes = RoomyBytes }.Start();

        Assert.StartsWith("ok  ring.capacity = 1024 events, 12288 bytes, ", board.Ask("set ring.capacity 1024")[^1]);
        Assert.Equal("ok  ring.capacity = 512 events, 6144 bytes, rate not known yet (not saved)", board.Ask("set ring.capacity 512")[^1]);
        Assert.Equal("ok  store.size = 32 kB, and 13100 bytes of memory (not saved)", board.Ask("set store.size 32")[^1]);
        string refused = board.Ask("set ring.capacity 2048")[^1];
        Assert.StartsWith("error  ring.capacity: there is no memory for this: ", refused);
        Assert.EndsWith(" bytes are missing. A smaller ring.capacity, or store.size 0, makes room", refused);
        Assert.Contains("  ring.capacity = 512 events, 6144 bytes, rate not known yet (not saved)", board.Ask("show"));
    }

    // What would be free with these settings, if they were given what they ask for.
    private static int RestBytes(int ring, bool hasStore)
    {
        ModelBoard board = new ModelBoard(Values.Of(("ring.capacity", $"{ring}"), ("store.size", hasStore ? "16" : "0"))) { MoreBytes = 100_000 }.Start();
        Assert.Equal(0, board.Faults.Count);
        return board.RestBytes - board.MoreBytes;
    }
}
