using NanoEvents.Kafka.Tests;

namespace NanoEvents.Bridge.Tests;

/// <summary>The marks of a target that cannot be read back.</summary>
public sealed class MarkFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanoevents-marks").FullName;

    private string Path => System.IO.Path.Combine(_folder, "deeper", "hook.marks");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task WhatIsCommittedIsThereAfterwards()
    {
        await using (MarkFile file = new(Path))
        {
            Assert.Empty(await file.OpenAsync());
            await file.CommitAsync([Made.Temperature("hall", 1), Made.Temperature("hall", 2)], Task.CompletedTask);
            await file.CommitAsync([Made.Temperature("cellar", 9), Made.Temperature("hall", 1, boot: 7)], Task.CompletedTask);
            await file.CommitAsync([Made.Temperature("hall", 3)], Task.CompletedTask);
        }

        Assert.Equal("hall:7:1 hall:45057:3 cellar:45057:9", await ReadAsync());
    }

    [Fact]
    public async Task AWriteIsDoneWhenItAndAllBeforeItAreDone()
    {
        await using MarkFile file = new(Path);
        await file.OpenAsync();
        TaskCompletionSource slow = new();

        Task first = file.CommitAsync([Made.Temperature("hall", 1)], slow.Task);
        Task second = file.CommitAsync([Made.Temperature("cellar", 1)], Task.CompletedTask);
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(first.IsCompleted || second.IsCompleted);
        Assert.Empty(await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken));

        slow.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal("hall:45057:1\ncellar:45057:1\n", await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AFailedWriteFailsThoseBehindIt()
    {
        await using (MarkFile file = new(Path))
        {
            await file.OpenAsync();
            Task failed = file.CommitAsync([Made.Temperature("hall", 1)], Task.FromException(new TimeoutException("no answer")));
            Task behind = file.CommitAsync([Made.Temperature("hall", 2)], Task.CompletedTask);

            Assert.Equal("no answer", (await Assert.ThrowsAsync<TimeoutException>(() => failed)).Message);
            await Assert.ThrowsAnyAsync<Exception>(() => behind);
            await Assert.ThrowsAnyAsync<Exception>(() => file.CommitAsync([Made.Temperature("hall", 3)], Task.CompletedTask));
        }

        Assert.Equal("", await ReadAsync());
    }

    [Fact]
    public async Task ClosingDoesNotWaitForTheTarget()
    {
        MarkFile file = new(Path);
        await file.OpenAsync();
        Task write = file.CommitAsync([Made.Temperature("hall", 1)], new TaskCompletionSource().Task);

        await file.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
    }

    [Fact]
    public async Task ALineThatACrashHasCutOffIsIgnored()
    {
        await WriteAsync("hall:45057:3\nhall:45057:");

        Assert.Equal("hall:45057:3", await ReadAsync());
        Assert.Equal("hall:45057:3\n", await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AFolderInItsPlaceIsALine()
    {
        Directory.CreateDirectory(Path);

        Exception said = await Assert.ThrowsAsync<IOException>(ReadAsync);

        Assert.Equal($"the marks {Path} cannot be written: it is a folder", said.Message);
    }

    [Fact]
    public async Task AnotherFileIsNotOverwritten()
    {
        await WriteAsync("hall:45057:3\nDear diary\n");

        IOException e = await Assert.ThrowsAsync<IOException>(ReadAsync);

        Assert.StartsWith($"the marks {Path}, line 2 is no mark", e.Message, StringComparison.Ordinal);
        Assert.Equal("hall:45057:3\nDear diary\n", await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ASecondBridgeWaits()
    {
        await using (MarkFile file = new(Path))
        {
            await file.OpenAsync();
            await Assert.ThrowsAsync<SinkBusyException>(ReadAsync);
        }

        Assert.Equal("", await ReadAsync());
    }

    [Fact]
    public async Task TheFileStaysSmall()
    {
        await using (MarkFile file = new(Path))
        {
            await file.OpenAsync();
            for (uint i = 1; i <= 200; i++)
            {
                await file.CommitAsync([.. Enumerable.Range(0, 100).Select(d => Made.Temperature($"device{d}", i))], Task.CompletedTask);
            }
        }

        Assert.InRange((await File.ReadAllLinesAsync(Path, TestContext.Current.CancellationToken)).Length, 100, 10_200);
        Assert.EndsWith(":200", await ReadAsync(), StringComparison.Ordinal);
    }

    private async Task WriteAsync(string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        await File.WriteAllTextAsync(Path, text, TestContext.Current.CancellationToken);
    }

    private async Task<string> ReadAsync()
    {
        await using MarkFile file = new(Path);
        return string.Join(' ', await file.OpenAsync());
    }
}
