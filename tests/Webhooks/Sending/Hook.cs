using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NanoEvents.Webhooks.Tests.Sending;

/// <summary>A receiver on loopback that notes each request and answers as the test says.</summary>
internal sealed class Hook : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<HookCall> _calls = [];

    private Hook(WebApplication app)
    {
        _app = app;
        app.Run(HandleAsync);
    }

    /// <summary>Answers a request. Without it the answer is 204.</summary>
    public Func<HookCall, HttpContext, Task>? Answer { get; set; }

    public IReadOnlyList<HookCall> Calls => [.. _calls];

    /// <summary>The ids of the requests, in the order in which they came.</summary>
    public IEnumerable<string> Ids => Calls.Select(call => call.Id);

    public string Origin => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public int Port => new Uri(Origin).Port;

    public string Address => Origin + "/hook";

    /// <param name="answer">Answers a request; null for 204.</param>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="certificate">What it shows, for https; null for http.</param>
    public static async Task<Hook> StartAsync(Func<HookCall, HttpContext, Task>? answer = null, int port = 0, X509Certificate2? certificate = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listening =>
        {
            if (certificate is not null)
            {
                listening.UseHttps(certificate);
            }
        }));
        Hook hook = new(builder.Build()) { Answer = answer };
        await hook._app.StartAsync(TestContext.Current.CancellationToken);
        return hook;
    }

    /// <summary>Answers with this code, the given number of times; then with 204.</summary>
    public void Say(int code, int times = int.MaxValue, string text = "", params (string Name, string Value)[] headers) => Answer = async (_, context) =>
    {
        bool isOver = Interlocked.Decrement(ref times) < 0;
        context.Response.StatusCode = isOver ? StatusCodes.Status204NoContent : code;
        foreach ((string name, string value) in isOver ? [] : headers)
        {
            context.Response.Headers[name] = value;
        }

        if (!isOver && text.Length > 0)
        {
            await context.Response.WriteAsync(text);
        }
    };

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        HookCall call = await HookCall.ReadAsync(context.Request);
        _calls.Enqueue(call);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        if (Answer is { } answer)
        {
            await answer(call, context);
        }
    }
}
