namespace NanoEvents.EventHubs.Tests;

/// <summary>
/// `hub PORT FILE`: the look-alike as a process that can be killed. A line of its input loses the outcomes of the next batches: `lose 3`. Another waits until
/// nobody is connected, and says it again: `alone 1`.
/// </summary>
internal static class HubProcess
{
    public static async Task<int> RunAsync(string[] args)
    {
        using var server = new HubServer(int.Parse(args[0]), args[1]);
        Console.WriteLine("listening");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is ["lose", var count])
            {
                server.Faults.LoseOutcomes(int.Parse(count));
                continue;
            }

            while (!server.Rights.IsAlone)
            {
                await Task.Delay(10);
            }

            Console.WriteLine(line);
        }

        return 0;
    }
}
