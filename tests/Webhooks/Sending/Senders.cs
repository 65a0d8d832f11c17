using Microsoft.Extensions.Time.Testing;

namespace NanoEvents.Webhooks.Tests.Sending;

/// <summary>What tests of the sending side have in common: a receiver, a folder, and a clock that is moved by hand.</summary>
public abstract class Senders : IAsyncLifetime
{
    private Hook? _hook;

    protected static WebhookKey Key { get; } = WebhookKey.Create();

    protected CancellationToken Stop { get; } = TestContext.Current.CancellationToken;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("webhooks").FullName;

    private protected Hook Receiver => _hook!;

    private protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 31, 8, 0, 0, TimeSpan.Zero));

    public virtual async ValueTask InitializeAsync() => _hook = await Hook.StartAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Receiver.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The clock passes fast in tests, so an answer has an hour of it.</summary>
    protected WebhookOptions Options(string? address = null) => new()
    {
        Address = address ?? Receiver.Address,
        Keys = [Key],
        MarksFile = Path.Combine(Folder, "marks"),
        RequestTimeout = TimeSpan.FromHours(1),
        TokenTimeout = TimeSpan.FromHours(1),
        TimeProvider = Time,
    };

    /// <summary>For tests that let time pass until a request is taken: it passes faster than this machine may answer.</summary>
    protected WebhookOptions Patient() => Options() with { Patience = TimeSpan.FromHours(1) };

    protected async Task<WebhookSink> OpenAsync(WebhookOptions options)
    {
        WebhookSink sink = new(options);
        await sink.LoadAsync(Stop);
        return sink;
    }
}
