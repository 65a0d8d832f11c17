using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using NanoEvents.Firmware;
using NanoEvents.Protocol;
using NanoEvents.Simulator;

namespace NanoEvents.Faults.Tests;

/// <summary>The law against a broker that others have written.</summary>
public sealed class MosquittoTests(ITestOutputHelper output)
{
    private const string RecordedData = "../shared/data/room-occupancy.csv";

    [Fact]
    public async Task ABrokerThatStopsAndStartsLosesNothing()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync();
        LiveReader reader = new(broker.Port, LiveReader.LongPatience);
        await reader.StartAsync();
        using LiveDevice device = new(broker.Port);

        for (int i = 0; i < 3; i++)
        {
            await device.RaiseSlowlyAsync(100);
            await broker.StopAsync();
            await device.RaiseSlowlyAsync(100);
            await broker.RestartAsync();
        }

        await reader.WaitForAsync(600);
        await reader.StopAsync();
        reader.AssertBalance(600);
        Assert.Empty(reader.Lost);
    }

    [Fact]
    public async Task WhatABrokerAcknowledgedAndForgotIsLostInTransitWithItsExactRange()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync();
        LiveReader reader = new(broker.Port);
        using LiveDevice device = new(broker.Port);
        await LoseAsync(broker, reader, device, 90);

        device.Raise(5);
        await reader.WaitForAsync(105);
        await reader.StopAsync();

        NanoEvent lost = Assert.Single(reader.Lost);
        Assert.Equal((11u, 90L, LossCause.Transit), (lost.From!.Value, lost.Count!.Value, lost.LossCause!.Value));
        reader.AssertBalance(105);
    }

    [Fact]
    public async Task ALostTailIsNoticedByTheStateAlone()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync();
        LiveReader reader = new(broker.Port);
        using LiveDevice device = new(broker.Port);
        await LoseAsync(broker, reader, device, 7);

        await reader.WaitForAsync(17);
        await reader.StopAsync();

        NanoEvent lost = Assert.Single(reader.Lost);
        Assert.Equal((11u, 7L, LossCause.Transit), (lost.From!.Value, lost.Count!.Value, lost.LossCause!.Value));
    }

    [Fact]
    public async Task AReaderThatEndsInTheMiddleOfABatchGetsTheRestOnceAndNothingTwice()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync();
        LiveReader reader = new(broker.Port, LiveReader.LongPatience);
        await reader.StartAsync(most: 0);
        await reader.StopAsync();
        using LiveDevice device = new(broker.Port);

        for (int i = 1; i <= 5; i++)
        {
            await reader.StartAsync(most: 61);
            device.Raise(100);
            await reader.EndAsync();
            await device.WaitUntilIdleAsync();
        }

        await reader.StartAsync();
        await reader.WaitForAsync(500);
        await reader.StopAsync();
        reader.AssertBalance(500);
        Assert.Empty(reader.Lost);
    }

    [Fact]
    public async Task ALineThatDelaysSwallowsAndCutsForAWhileIsRecoveredFromAlone()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync();
        using TcpProxy deviceLine = new(broker.Port, 1);
        using TcpProxy readerLine = new(broker.Port, 2);
        LiveReader reader = new(readerLine.Port, LiveReader.LongPatience);
        await reader.StartAsync();
        using LiveDevice device = new(deviceLine.Port);

        // A longer time by NANOEVENTS_PROXY_SECONDS.
        double seconds = double.Parse(Environment.GetEnvironmentVariable("NANOEVENTS_PROXY_SECONDS") ?? "4", CultureInfo.InvariantCulture);
        Stopwatch watch = Stopwatch.StartNew();
        (deviceLine.IsBad, readerLine.IsBad) = (true, true);
        while (watch.Elapsed.TotalSeconds < seconds || deviceLine.Cuts + readerLine.Cuts < 6)
        {
            device.Raise(10);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        (deviceLine.IsBad, readerLine.IsBad) = (false, false);
        await reader.WaitForAsync(device.Raised);
        await reader.StopAsync();
        output.WriteLine($"{device.Raised} raised, {deviceLine.Cuts} and {readerLine.Cuts} cuts");
        reader.AssertBalance(device.Raised);
        Assert.Empty(reader.Lost);
    }

    [Fact]
    public async Task UnderARecordedTraceABrokerKilledAtRandomLeavesNoNumberUnaccountedFor()
    {
        string path = Path.GetFullPath(Path.Combine(Repository.Root, RecordedData));
        Assert.SkipUnless(File.Exists(path), $"the recorded data is not there: {RecordedData}");
        await using Mosquitto broker = await Mosquitto.StartAsync(saveSeconds: 1);
        LiveReader reader = new(broker.Port);
        await reader.StartAsync();
        Boot boot = new(RandomNumberGenerator.GetInt32(BatchFormat.BootMask + 1), BootCause.Unknown);
        Settings settings = LiveDevice.Settings();
        MqttLink link = new(new Uri(broker.Url), settings, boot.Online);
        using TracePlayer player = new(TraceFile.Open(path), 40_000, settings, boot, link);
        Task playing = Task.Run(() => player.Play(CancellationToken.None), TestContext.Current.CancellationToken);


        // Of what it never heard of, and a killed broker has lost, nobody can tell the reader.
        await Eventually.TrueAsync(() => reader.Seen > 0 || playing.IsCompleted, "the reader has heard of the device");
        Random random = new(20);
        int kills = 0;
        int restarts = 0;
        while (!playing.IsCompleted)
        {
            // At times the program that reads is away meanwhile, and comes back with its session and its checkpoint. Not before it has heard of
            // the device: of what went before that nobody can tell it.
            bool isAway = random.Next(3) == 0 && reader.Seen > 0;
            if (isAway)
            {
                await reader.StopAsync();
                restarts++;
            }

            await Task.WhenAny(playing, Task.Delay(random.Next(300, 2500), TestContext.Current.CancellationToken));
            await (random.Next(4) == 0 ? broker.StopAsync() : broker.KillAsync());
            await broker.RestartAsync(empty: random.Next(3) == 0);
            kills++;
            if (isAway)
            {
                await reader.StartAsync();
            }
        }

        await playing;
        player.Drain(new CancellationTokenSource(TimeSpan.FromMinutes(5)).Token);
        await reader.WaitForAsync((uint)player.Device.Core.Ring.LastNumber);
        await reader.StopAsync();
        uint raised = (uint)player.Device.Core.Ring.LastNumber;
        output.WriteLine($"{kills} kills, {restarts} restarts of the reader: {raised} raised, {reader.Handled.Count(e => e.Sequence != null)} delivered, lost: {string.Join(", ", reader.Lost.Select(e => $"{e.Count} {e.Cause}"))}");
        reader.AssertBalance(raised);
    }

    // Ten events arrive. The next ones are acknowledged by a broker that forgets them, while the reader is away.
    private static async Task LoseAsync(Mosquitto broker, LiveReader reader, LiveDevice device, int lost)
    {
        await reader.StartAsync();
        device.Raise(10);
        await reader.WaitForAsync(10);
        await reader.StopAsync();
        device.Raise(lost);
        await device.WaitUntilIdleAsync();
        await broker.KillAsync();
        await broker.RestartAsync(empty: true);
        await reader.StartAsync();
    }
}
