using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NanoEvents;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Samples;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);

#region add
builder.Services.AddNanoEvents(builder.Configuration.GetSection("NanoEvents")).Handle<LogEvents>();
builder.Services.AddHealthChecks().AddNanoEvents(health => health.StaleAfter = TimeSpan.FromMinutes(3));
#endregion

#region telemetry
builder.Services.AddOpenTelemetry()
    .WithMetrics(metrics => metrics.AddMeter(EventClient.TelemetryName).AddConsoleExporter())
    .WithTracing(traces => traces.AddSource(EventClient.TelemetryName).AddConsoleExporter());
#endregion

await builder.Build().RunAsync();
