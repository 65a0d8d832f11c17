using NanoEvents.Protocol;

namespace NanoEvents.Bridge.Tests.HomeAssistant;

/// <summary>Messages of a device whose clock is right.</summary>
internal static class Messages
{
    // Ten days, in ticks.
    private const int Uptime = 86_400_000;

    /// <summary>The present: a temperature and a motion sensor, read just now.</summary>
    public static byte[] State(uint next, double celsius, bool moving, int boot = 1, bool isFaulty = false) => Seal(boot, next, true, writer =>
    {
        writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), Uptime, (int)Math.Round(celsius * 100));
        writer.PutEvent(EventWord.Pack(EventKind.Motion, 0, moving, 0), Uptime, 0);
        if (isFaulty)
        {
            writer.PutEvent(EventWord.Pack(EventKind.Fault, 0, true, 1), Uptime, 0);
        }
    });

    /// <summary>A temperature that was read some time ago.</summary>
    public static byte[] Temperature(uint sequence, double celsius, TimeSpan ago, int boot = 1) => Seal(
        boot, sequence, false, writer => writer.PutEvent(EventWord.Pack(EventKind.Temperature, 0, false, 0), Uptime - (int)(ago.TotalMilliseconds / BatchFormat.TickMs), (int)Math.Round(celsius * 100)));

    private static byte[] Seal(int boot, uint sequence, bool isState, Action<BatchWriter> put)
    {
        BatchWriter writer = new();
        writer.Begin(boot, unchecked((int)sequence), Uptime, isState);
        long ticks = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / BatchFormat.TickMs;
        writer.PutAnchor(ticks - Uptime, 1);
        if (isState)
        {
            writer.BeginField(BatchFormat.FieldPeriod, false);
            writer.PutVarint(300);
            writer.EndField(false);
            writer.EndFields();
        }

        put(writer);
        int length = writer.End();
        return writer.Buffer.AsSpan(0, length).ToArray();
    }
}
