using MQTTnet.Formatter;
using MQTTnet.Packets;
using Xunit;

namespace NanoEvents.Tests;

public sealed class InboxTests
{
    private readonly InFlight _inFlight = new(32, TimeProvider.System);
    private readonly Inbox _inbox;

    public InboxTests() => _inbox = new Inbox(_inFlight, TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NoMessageIsMissedWhenItComesWhileTheReaderBeginsToWait(bool here)
    {
        const int Count = 200_000;
        Task<int> reading = Task.Run(() => ReadAsync(Count), Stop);

        for (int i = 0; i < Count; i++)
        {
            _inbox.Put(Numbered(i));
            if (here)
            {
                _inbox.WakeReaderHere();
            }
            else
            {
                _inbox.WakeReader();
            }
        }

        Assert.Equal(Count, await reading);
    }

    [Fact]
    public async Task AWaitingReaderGoesOnWhereItIsWoken()
    {
        int woken = 0;
        Task waiting = ThenAsync(() => woken = Environment.CurrentManagedThreadId);
        _inbox.Put(Numbered(0));
        Assert.False(waiting.IsCompleted);

        _inbox.WakeReaderHere();

        Assert.True(waiting.IsCompleted);
        Assert.Equal(Environment.CurrentManagedThreadId, woken);
        await waiting;
    }

    [Fact]
    public async Task ItsEndWakesTheReaderAndIsThrownAfterTheLastMessage()
    {
        Task waiting = _inbox.WaitAsync();
        _inbox.Put(Numbered(7));
        _inbox.End(new IOException("no more"));
        await waiting.WaitAsync(Stop);

        Assert.True(_inbox.TryTake(out Message message));
        Assert.Equal(7, message.Payload[0]);
        Assert.False(_inbox.TryTake(out _));
        Assert.True(_inbox.WaitAsync().IsCompletedSuccessfully);
        Assert.Equal("no more", Assert.Throws<IOException>(_inbox.ThrowIfEnded).Message);
    }

    [Fact]
    public async Task TheWireIsReadOnWhileTheReaderKeepsTheThreadThatHasWokenIt()
    {
        FakeChannel wire = new();
        TaskCompletionSource more = Later(wire);
        SemaphoreSlim came = new(0);
        using ManualResetEventSlim goOn = new();
        using PacedAdapter adapter = Adapter(wire, came);
        Task blocked = ThenAsync(() => goOn.Wait(Stop));
        Task<MqttPacket> receiving = adapter.ReceivePacketAsync(Stop);
        wire.Gives(Sent(1), new Random(1));
        TaskCompletionSource again = Later(wire);
        more.SetResult();
        await came.WaitAsync(Stop);

        wire.Gives(Sent(2), new Random(1)).More = Task.CompletedTask;
        again.SetResult();
        await came.WaitAsync(Stop);

        Assert.False(blocked.IsCompleted);
        goOn.Set();
        await blocked;
        Assert.Null(await receiving);
    }

    [Fact]
    public async Task TheClientIsNotKeptByAReaderThatItHasWoken()
    {
        FakeChannel wire = new();
        TaskCompletionSource more = Later(wire);
        using ManualResetEventSlim goOn = new();
        using PacedAdapter adapter = Adapter(wire, new SemaphoreSlim(0));
        Task blocked = ThenAsync(() => goOn.Wait(Stop));
        _inbox.Put(Numbered(0));

        Task<Task<MqttPacket>> call = Task.Factory.StartNew(() => adapter.ReceivePacketAsync(Stop), Stop, TaskCreationOptions.None, TaskScheduler.Default);
        Task<MqttPacket> receiving = await call.WaitAsync(TimeSpan.FromMinutes(1), Stop);

        Assert.False(blocked.IsCompleted);
        goOn.Set();
        await blocked;
        wire.More = Task.CompletedTask;
        more.SetResult();
        Assert.Null(await receiving);
    }

    [Fact]
    public async Task TheReaderIsWokenAlsoIfTheWireHasMoreAtOnce()
    {
        FakeChannel wire = new FakeChannel().Gives(Sent(1), new Random(1));
        using PacedAdapter adapter = Adapter(wire, new SemaphoreSlim(0));
        Task waiting = _inbox.WaitAsync();

        Task<MqttPacket> receiving = adapter.ReceivePacketAsync(Stop);

        await waiting.WaitAsync(Stop);
        Assert.Null(await receiving);
    }

    private static TaskCompletionSource Later(FakeChannel wire)
    {
        TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        wire.More = more.Task;
        return more;
    }

    private static Message Numbered(int number) =>
        new(MessageKind.Events, "hall", BitConverter.GetBytes(number), default, false, null);

    private static byte[] Sent(int identifier) => Packets.Bytes(MqttProtocolVersion.V500, new MqttPublishPacket
    {
        Topic = "nanoevents/hall/events",
        PayloadSegment = new byte[10],
        QualityOfServiceLevel = MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce,
        PacketIdentifier = (ushort)identifier,
    });

    private PacedAdapter Adapter(FakeChannel wire, SemaphoreSlim came) => Adapters.Over(wire, MqttProtocolVersion.V500, _inbox, _inFlight.Begin(), (in frame, _) =>
    {
        _inbox.Put(Numbered(frame.Identifier));
        came.Release();
    });

    private async Task<int> ReadAsync(int count)
    {
        int next = 0;
        while (next < count)
        {
            while (_inbox.TryTake(out Message message))
            {
                Assert.Equal(next++, BitConverter.ToInt32(message.Payload));
            }

            if (next < count)
            {
                await _inbox.WaitAsync().ConfigureAwait(false);
            }
        }

        return next;
    }

    private async Task ThenAsync(Action then)
    {
        await _inbox.WaitAsync().ConfigureAwait(false);
        then();
    }
}
