using System.Globalization;
using NanoEvents.Redis;

namespace NanoEvents.Bridge.Tests.Support;

/// <summary>A member of a group: prints the number of each event that it handles, until it is killed; so many at most, if it is told.</summary>
internal static class ReaderProcess
{
    private const int Breath = 20;

    // No living reader of a test is so slow that another one takes its entries.
    private static readonly TimeSpan _claimAfter = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string[] args)
    {
        await using RedisEventClient client = new(new RedisOptions { Address = args[0], Group = args[1], ClaimAfter = _claimAfter });
        int most = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : int.MaxValue;
        int count = 0;
        await foreach (NanoEvent e in client.ReadAsync())
        {
            Console.WriteLine(e.Sequence!.Value.ToString(CultureInfo.InvariantCulture));
            if (++count % Breath == 0)
            {
                await Task.Delay(count < most ? 1 : Timeout.Infinite);
            }
        }

        return 0;
    }
}
