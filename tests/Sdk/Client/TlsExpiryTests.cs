using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NanoEvents.Hosting;
using Xunit;

namespace NanoEvents.Tests;

public sealed class TlsExpiryTests
{
    private static readonly DateTimeOffset _end = new(2026, 6, 30, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(30.01, null)]
    [InlineData(30, "its certificate, CN=broker, ends at 2026-06-30 12:00 UTC, in 30 days")]
    [InlineData(1.5, "its certificate, CN=broker, ends at 2026-06-30 12:00 UTC, in 1 day")]
    [InlineData(0.5, "its certificate, CN=broker, ends at 2026-06-30 12:00 UTC, in less than a day")]
    [InlineData(-1, "its certificate, CN=broker, ended at 2026-06-30 12:00 UTC")]
    public void TheEndOfACertificateIsToldThirtyDaysBefore(double daysBefore, string? problem)
    {
        Assert.Equal(problem, new TlsExpiry("CN=broker", _end).At(_end.AddDays(-daysBefore))?.Problem);
    }

    [Fact]
    public async Task ACertificateThatSoonEndsIsInNoticesWarningsAndHealth()
    {
        using var certificates = new TestCertificates();
        await using TestBroker broker = await TestBroker.StartAsync(configure: (options, port) => options
            .WithEncryptedEndpoint().WithEncryptedEndpointPort(port).WithEncryptedEndpointBoundIPAddress(IPAddress.Loopback)
            .WithEncryptedEndpointBoundIPV6Address(IPAddress.None).WithEncryptionCertificate(certificates.Server));
        await using TestReader reader = await TestReader.ConnectAsync(new EventClientOptions { Broker = broker.TlsAddress, CaFile = certificates.CaFile });
        string start = $"The broker at {broker.TlsAddress}: its certificate, CN=";

        await reader.UntilAsync(notice => notice.Kind == NoticeKind.Warning && notice.Text.StartsWith(start, StringComparison.Ordinal));

        Assert.StartsWith(start, Assert.Single(reader.Client.Warnings));
        HealthReportEntry health = await CheckAsync(reader.Client);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains(start, health.Description);
    }

    private static async Task<HealthReportEntry> CheckAsync(IEventClient client)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton(client).AddSingleton(TimeProvider.System).AddNanoEvents(_ => { });
        services.AddHealthChecks().AddNanoEvents();
        await using ServiceProvider provider = services.BuildServiceProvider();
        HealthReport report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        return report.Entries["nanoevents"];
    }
}
