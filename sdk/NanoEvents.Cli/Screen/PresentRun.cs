using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Screen;

/// <summary>`watch --present`: a table of present values that changes. In a pipe the table comes again after each change, at most once a second.</summary>
internal static class PresentRun
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);

    public static async Task<int> ShowAsync(IEventClient client, string? device, CancellationToken cancellation)
    {
        Dictionary<string, DeviceState> states = new(StringComparer.Ordinal);
        using StreamWriter output = StandardOutput.Open();
        using TerminalScreen? screen = EventViews.IsTerminal ? new TerminalScreen(output, Environment.GetEnvironmentVariable("NO_COLOR") is null or "") : null;
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task showing = RepeatAsync(states, output, screen, ending);
        client.NoticeReceived += (_, e) => Say(e.Notice.Text, screen);
        try
        {
            await foreach (DeviceState state in client.ReadStateAsync(device, ending.Token))
            {
                lock (states)
                {
                    states[state.Device] = state;
                }
            }
        }
        catch (BrokerRefusedException e)
        {
            throw new CommandException(e.Message);
        }
        catch (NotSupportedException e)
        {
            throw new CommandException($"--present: {e.Message}");
        }
        finally
        {
            await ending.CancelAsync();
            await showing;
        }

        return ExitCode.Done;
    }

    // On the screen a notice would spoil the table.
    private static void Say(string text, TerminalScreen? screen)
    {
        if (screen is null)
        {
            StandardError.Say(text);
        }
    }

    private static async Task RepeatAsync(Dictionary<string, DeviceState> states, StreamWriter output, TerminalScreen? screen, CancellationTokenSource ending)
    {
        string before = "";
        using PeriodicTimer timer = new(_period);
        try
        {
            do
            {
                DeviceState[] now;
                lock (states)
                {
                    now = [.. states.Values];
                }

                before = Show(now, output, screen, before);
            }
            while (await timer.WaitForNextTickAsync(ending.Token));
        }
        catch (OperationCanceledException)
        {
            // The command ends.
        }
        catch (IOException)
        {
            // Nobody reads any more.
            await ending.CancelAsync();
        }
    }

    private static string Show(DeviceState[] states, StreamWriter output, TerminalScreen? screen, string before)
    {
        const int WideEnough = 160;
        if (screen is not null)
        {
            screen.Show(PresentTable.Draw(states, DateTimeOffset.UtcNow, Math.Max(1, Console.WindowWidth), Math.Max(2, Console.WindowHeight)));
            return before;
        }

        string table = PresentTable.Draw(states, DateTimeOffset.UtcNow, WideEnough, 2 + (states.Length * 64)).ToString().TrimEnd('\n');
        if (table != before && states.Length > 0)
        {
            output.WriteLine(before.Length == 0 ? table : $"\n{table}");
            output.Flush();
        }

        return states.Length > 0 ? table : before;
    }
}
