using Microsoft.Extensions.Time.Testing;
using NanoEvents.Bridge.Tests.Support;

namespace NanoEvents.Webhooks.Tests.Sending;

/// <summary>Clocks that are moved by hand.</summary>
internal static class Clocks
{
    /// <summary>Lets time pass until a task ends.</summary>
    public static Task PassAsync(this FakeTimeProvider time, Task task, TimeSpan? step = null) => Waiting.UntilAsync(() =>
    {
        time.Advance(step ?? TimeSpan.FromMilliseconds(200));
        return task.IsCompleted;
    });
}
