namespace NanoEvents.Amqp.Tests.Support;

/// <summary>One RabbitMQ for the tests of a class, where it is installed.</summary>
public sealed class RabbitFixture : IAsyncLifetime
{
    private RabbitServer? _server;

    internal RabbitServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = RabbitServer.IsInstalled ? await RabbitServer.StartAsync() : null;

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? default;
}
