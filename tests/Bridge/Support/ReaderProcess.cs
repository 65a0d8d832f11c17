using System.Globalization;
using NanoEvents.Redis;

namespace NanoEvents.Bridge.Tests.Support;

/// <summary>A member of a group: prints the number of each event that it handles, until it is killed.</summary>
internal static class ReaderProcess
{
    private const int Breath = 20;

    public static async Task<int> RunAsync(string[] args)
    {
        await using RedisEventClient client = new(new RedisOptions { Address = args[0], Group = args[1], ClaimAfter = TimeSpan.FromSeconds(1) });
        int count = 0;
        await foreach (NanoEvent e in client.ReadAsync())
        {
            Console.WriteLine(e.Sequence!.Value.ToString(CultureInfo.InvariantCulture));
            if (++count % Breath == 0)
            {
                await Task.Delay(1);
            }
        }

        return 0;
    }
}
