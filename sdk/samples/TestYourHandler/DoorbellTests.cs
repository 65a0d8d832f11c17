using Microsoft.Extensions.Time.Testing;
using NanoEvents.Testing;
using Xunit;

namespace Samples;

public sealed class DoorbellTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _did = [];

    [Fact]
    public async Task ARecordingLastsFromMotionUntilItHasBeenQuiet()
    {
        await using var client = new FakeEventClient(_time);
        Task running = Run(client);
        FakeDevice door = client.Device("door");

        door.Motion(true).Motion(false);
        await UntilHandled(client, 2);
        _time.Advance(TimeSpan.FromSeconds(9));
        door.Motion(true).Motion(false);
        await UntilHandled(client, 4);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(["start"], _did);

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["start", "stop"], _did);
        client.Complete();
        await running;
    }

    [Fact]
    public async Task MotionOfLongAgoStartsNothing()
    {
        await using var client = new FakeEventClient(_time);
        client.Device("door").Motion(true);
        client.Complete();
        _time.Advance(TimeSpan.FromHours(1));

        await Run(client);

        Assert.Empty(_did);
    }

    private Task Run(FakeEventClient client) =>
        new Doorbell(client, "door", _ => _did.Add("start"), _ => _did.Add("stop"), TimeSpan.FromSeconds(10), _time).RunAsync();

    private static async Task UntilHandled(FakeEventClient client, int count)
    {
        while (client.Handled.Count < count)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
