using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace NanoEvents.Tests;

/// <summary>When <see cref="BufferedChannel"/> sends acknowledgements. Here its clock stands still, unless a test moves it.</summary>
public sealed class AcknowledgementTests
{
    private static readonly byte[] _ping = [0xC0, 0];
    private readonly FakeTimeProvider _time = new();
    private readonly FakeChannel _wire = new();
    private readonly InFlight _inFlight = new(8, TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void WhileTheReaderIsBusyTheyGatherUpToThreeQuartersOfWhatTheBrokerSendsAhead()
    {
        BufferedChannel channel = Channel(8);
        Acknowledge(channel, 1, 5);
        Assert.Empty(_wire.Writes);

        channel.Acknowledge(6);
        Assert.Equal(["1 2 3 4 5 6"], Written());

        Acknowledge(channel, 7, 6);
        Assert.Equal(["1 2 3 4 5 6", "7 8 9 10 11 12"], Written());
    }

    [Fact]
    public void WhenTheReaderBeginsToWaitTheyAreSentAndWhileItWaitsEachAtOnce()
    {
        BufferedChannel channel = Channel(8);
        Acknowledge(channel, 1, 2);

        _inFlight.SetReaderWaits(true);
        Assert.Equal(["1 2"], Written());
        Acknowledge(channel, 3, 2);
        Assert.Equal(["1 2", "3", "4"], Written());

        _inFlight.SetReaderWaits(false);
        Acknowledge(channel, 5, 2);
        Assert.Equal(["1 2", "3", "4"], Written());
        _inFlight.SetReaderWaits(true);
        Assert.Equal(["1 2", "3", "4", "5 6"], Written());
    }

    [Fact]
    public void WhileTheReaderIsBusyWithOneMessageTheyAreSentAfterAWhile()
    {
        BufferedChannel channel = Channel(8);
        Acknowledge(channel, 1, 2);
        _time.Advance(TimeSpan.FromMilliseconds(9));
        Assert.Empty(_wire.Writes);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["1 2"], Written());

        channel.Acknowledge(3);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal(["1 2", "3"], Written());
    }

    [Fact]
    public async Task AReaderIsBusyFromAMessageOnUntilItFindsNoOther()
    {
        await using var reading = new EventReading(
            new EventClientOptions().ForEvents(EventFilter.All), new ClientCounts(), new TimelineCounts(), new Notices(null), null, Stop);
        InFlight.Intake intake = reading.InFlight.Begin();
        BufferedChannel channel = Channel(8, intake);
        Comes(1);
        Comes(2);

        await HandleNextAsync();
        await HandleNextAsync();
        Assert.Empty(_wire.Writes);
        Assert.False(reading.TryReceive());
        Assert.Equal(["1 2"], Written());

        Comes(3);
        await HandleNextAsync();
        Assert.Equal(["1 2"], Written());
        Assert.False(reading.TryReceive());
        Assert.Equal(["1 2", "3"], Written());

        void Comes(int number) => reading.Inbox.Put(new Message(
            MessageKind.Events, "hall", TestBatch.Of((uint)number, 1).ToArray(), TimelineRun.Start, false, intake.Take(AcknowledgeAsync, number)));

        Task AcknowledgeAsync(int identifier)
        {
            channel.Acknowledge((ushort)identifier);
            return Task.CompletedTask;
        }

        async Task HandleNextAsync()
        {
            Assert.True(reading.TryReceive());
            Assert.True(reading.TryTake(out _));
            Assert.False(reading.TryTake(out _));
            Assert.True(reading.IsDue);
            await reading.AcknowledgeAsync();
        }
    }

    [Fact]
    public async Task TheClockOfAConnectionIsARealOne()
    {
        using var channel = new BufferedChannel(_wire, _inFlight.Begin(), 8, TimeProvider.System);

        channel.Acknowledge(1);

        await TestReader.UntilAsync(() => _wire.Writes.Count > 0);
        Assert.Equal(["1"], Written());
    }

    [Fact]
    public void ABrokerThatSendsOneAfterTheOtherGetsEachAtOnce()
    {
        BufferedChannel channel = Channel(1);

        Acknowledge(channel, 1, 3);

        Assert.Equal(["1", "2", "3"], Written());
    }

    [Fact]
    public async Task WhateverElseIsSentGoesAfterThoseBeforeIt()
    {
        BufferedChannel channel = Channel(8);
        Acknowledge(channel, 1, 2);

        await channel.WriteAsync(new ReadOnlySequence<byte>(_ping), true, Stop);
        channel.Acknowledge(3);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["1 2 ping", "3"], Written());
    }

    [Fact]
    public async Task WhileAWriteIsOnItsWayTheyGatherForTheNext()
    {
        var open = new TaskCompletionSource();
        _wire.Open = open.Task;
        BufferedChannel channel = Channel(1);

        Acknowledge(channel, 1, 4);
        Assert.Empty(_wire.Writes);
        open.SetResult();
        await TestReader.UntilAsync(() => _wire.Writes.Count == 2);

        Assert.Equal(["1", "2 3 4"], Written());
    }

    [Fact]
    public async Task AfterAFailedWriteOnlyTheClientLearnsOfIt()
    {
        BufferedChannel channel = Channel(2);
        _wire.IsBroken = true;

        Acknowledge(channel, 1, 3);
        channel.Flush();
        _inFlight.SetReaderWaits(true);

        await Assert.ThrowsAsync<IOException>(() => channel.WriteAsync(new ReadOnlySequence<byte>(_ping), true, Stop));
    }

    [Fact]
    public void AFailedWriteLeavesNoExceptionThatNobodySees()
    {
        _wire.IsBroken = true;
        int unseen = 0;
        TaskScheduler.UnobservedTaskException += Look;

        Acknowledge(Channel(1), 1, 20);
        GC.Collect();
        GC.WaitForPendingFinalizers();

        TaskScheduler.UnobservedTaskException -= Look;
        Assert.Equal(0, unseen);

        // Tests beside this one have exceptions of their own.
        void Look(object? sender, UnobservedTaskExceptionEventArgs e) => unseen += e.Exception.GetBaseException().Message == FakeChannel.Broken ? 1 : 0;
    }

    [Fact]
    public void AfterItsEndNothingThrows()
    {
        BufferedChannel channel = Channel(8);
        channel.Acknowledge(1);
        channel.Dispose();

        Acknowledge(channel, 2, 20);
        channel.Flush();
        _inFlight.SetReaderWaits(true);
        _time.Advance(TimeSpan.FromSeconds(1));
        channel.Dispose();

        Assert.Empty(_wire.Writes);
    }

    [Fact]
    public async Task FromManyThreadsEachIsSentOnceAndNoPacketIsTorn()
    {
        const int Threads = 4;
        const int Each = 5_000;
        BufferedChannel channel = Channel(32);

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() => AcknowledgeAndPingAsync(channel, thread), Stop)));
        channel.Flush();
        await channel.WriteAsync(new ReadOnlySequence<byte>(_ping), true, Stop);

        string[] all = string.Join(' ', Written()).Split(' ');
        Assert.Equal(Threads * 50 + 1, all.Count(one => one == "ping"));
        Assert.Equal(Enumerable.Range(1, Threads * Each), all.Where(one => one != "ping").Select(int.Parse).Order());

        static async Task AcknowledgeAndPingAsync(BufferedChannel channel, int thread)
        {
            for (int i = 1; i <= Each; i++)
            {
                channel.Acknowledge((ushort)((thread * Each) + i));
                if (i % 100 == 0)
                {
                    await channel.WriteAsync(new ReadOnlySequence<byte>(_ping), true, Stop);
                }
            }
        }
    }

    private static void Acknowledge(BufferedChannel channel, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            channel.Acknowledge((ushort)i);
        }
    }

    private BufferedChannel Channel(int receiveMaximum) => Channel(receiveMaximum, _inFlight.Begin());

    private BufferedChannel Channel(int receiveMaximum, InFlight.Intake intake)
    {
        var channel = new BufferedChannel(_wire, intake, receiveMaximum, _time);
        intake.ReaderBeginsToWait = channel.Flush;
        return channel;
    }

    // Each write as text: the numbers of the acknowledged messages, and pings.
    private List<string> Written() => _wire.Writes.ConvertAll(Text);

    private static string Text(byte[] write)
    {
        List<string> packets = [];
        for (int at = 0; at < write.Length; at += 2 + write[at + 1])
        {
            Assert.True(write.AsSpan(at, 2) is [0x40, 2] or [0xC0, 0]);
            packets.Add(write[at] == 0x40 ? $"{BinaryPrimitives.ReadUInt16BigEndian(write.AsSpan(at + 2))}" : "ping");
        }

        return string.Join(' ', packets);
    }
}
