namespace NanoEvents.Browser.Tests.Support;

/// <summary>Waits for a condition, with a limit that no sound run comes near.</summary>
internal static class Waiting
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(Limit);
        while (!await condition())
        {
            await Task.Delay(50, stop.Token);
        }
    }
}
