namespace NanoEvents.Firmware.Checks.Instructions;

/// <summary>
/// How many IL instructions an event takes on its whole way, in a Release build, and how many objects: from the edge into the ring, sealing, handing the batch to
/// the MQTT client, and clearing up after the broker's acknowledgement.
/// </summary>
public sealed class EdgeToAcknowledgementTests(ITestOutputHelper output)
{
    private const int EdgeEveryMs = 2000;
    private const int LongerThanTheHoldMs = 6000;
    private const int EventsOfFullBatch = 64;

    // Of eight usual edges one has been while the device started; when fewer than half are left, they are counted.
    private const int UsualEdgesUntilCounted = 4;
    private const double MaxObjects = 1.0;

    [Theory]
    [InlineData(1, 1980)]
    [InlineData(EventsOfFullBatch, 420)]
    public void AnEventTakesAtMostThisManyInstructions(int events, int most)
    {
        DeviceOnMachine device = new(isHeld: false);
        (int messages, int first) = (device.Messages, device.FirstUnacknowledged);
        int edges = 0;
        for (int i = 0; i < events; i++)
        {
            edges += device.Edge(EdgeEveryMs).Instructions;
        }

        int sent = device.Step().Instructions;
        string sending = device.Breakdown;
        int acknowledged = device.Acknowledge().Instructions;
        int afterwards = device.Step().Instructions;

        int each = (edges + sent + acknowledged + afterwards) / events;
        output.WriteLine(
            $"From edge to acknowledged batch, {events} events a batch: {each} IL instructions an event, {edges / events} of them from edge to ring. "
            + $"A batch: {sent} to send it ({sending}), {acknowledged} and {afterwards} when it is acknowledged ({device.Breakdown})");
        Assert.Equal((1, events), (device.Messages - messages, device.FirstUnacknowledged - first));
        Assert.InRange(each, 1, most);
    }

    [Fact]
    public void TheSamplingThreadSleepsUntilEdgesAreToBeCounted()
    {
        DeviceOnMachine device = new(isHeld: false);
        for (int i = 0; i < UsualEdgesUntilCounted; i++)
        {
            Assert.Equal(0, device.Looks);
            device.Edge(EdgeEveryMs);
            int sent = device.LoopStep().Instructions;
            device.Acknowledge();
            output.WriteLine($"The publishing thread's loop: {sent} IL instructions to send an event, {device.LoopStep().Instructions} when it is acknowledged");
        }

        Assert.Equal(2, device.Looks);
        device.Look(0);
        device.LoopStep();
        Assert.Equal(2, device.Looks);
    }

    [Fact]
    public void TheSamplingThreadIsWokenWhenThePinBecomesStill()
    {
        DeviceOnMachine device = new(isHeld: true);
        device.LoopStep();
        Assert.Equal(0, device.Looks);

        device.Edge(EdgeEveryMs);
        device.LoopStep();

        Assert.Equal(1, device.Looks);
    }

    [Fact]
    public void AnEventInAFullBatchMakesAtMostOneObject()
    {
        DeviceOnMachine device = new(isHeld: true);
        (int messages, int first) = (device.Messages, device.FirstUnacknowledged);
        int raised = 0;
        for (int i = 0; i < EventsOfFullBatch / 2; i++)
        {
            // The pin becomes still, after the hold time motion has ended, and it begins again.
            raised += device.Edge(EdgeEveryMs).Objects + device.Look(0).Objects + device.Look(LongerThanTheHoldMs).Objects;
            raised += device.Edge(EdgeEveryMs).Objects + device.Look(0).Objects;
        }

        int published = device.Step().Objects + device.Acknowledge().Objects + device.Step().Objects;

        double each = (double)(raised + published) / EventsOfFullBatch;
        output.WriteLine($"From edge to acknowledged batch, {EventsOfFullBatch} events a batch: {each:0.00} objects an event; {raised} when they are raised, {published} for the batch");
        Assert.Equal((1, EventsOfFullBatch), (device.Messages - messages, device.FirstUnacknowledged - first));
        Assert.InRange(each, 0.01, MaxObjects);
    }
}
