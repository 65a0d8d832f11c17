using System.Net;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace NanoEvents.Dashboard;

/// <summary>Serves the page: its files, the answers to its questions, the stream of events, and exports. ASP.NET Core's server and nothing else of it.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private const int MostConnections = 256;

    private readonly DashboardOptions _options;
    private readonly Answers _answers;
    private readonly LiveFeed _feed;
    private readonly Doors _doors;
    private readonly PageFiles _files = new();
    private readonly EventStream _stream;
    private readonly Gate _questions = new(atOnce: 4, waiting: 64);
    private readonly Gate _exports = new(atOnce: 2, waiting: 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly WebApplication _web;

    public WebServer(DashboardOptions options, Answers answers, LiveFeed feed)
    {
        (_options, _answers, _feed) = (options, answers, feed);
        _doors = new Doors(options);
        _stream = new EventStream(feed);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Limit);
        _web = builder.Build();
        _web.Run(HandleAsync);
    }

    /// <summary>The page's address.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <exception cref="DashboardException">The address cannot be taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _web.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            throw new DashboardException($"{_options.Listen} cannot be listened at: {e.GetBaseException().Message}. Give another --listen.", e);
        }

        var listening = new Uri(_web.Urls.First());
        IPAddress address = _options.Listen.Address;
        Address = new UriBuilder("http", address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? Environment.MachineName : address.ToString(), listening.Port).Uri;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _web.DisposeAsync().ConfigureAwait(false);
        _questions.Dispose();
        _exports.Dispose();
        _ending.Dispose();
    }

    private void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        kestrel.Listen(_options.Listen, listen => listen.Protocols = HttpProtocols.Http1);
    }

    private async Task HandleAsync(HttpContext context)
    {
        Doors.Guard(context.Response.Headers);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _ending.Token);
        try
        {
            if (_doors.Refuse(context.Request, context.Response.Headers) is { } refusal)
            {
                await ErrorAsync(context, refusal.Status, refusal.Reason).ConfigureAwait(false);
            }
            else if (_files.Find(context.Request.Path.Value ?? "") is { } file)
            {
                await SendAsync(context, file, stop.Token).ConfigureAwait(false);
            }
            else
            {
                await AnswerAsync(context, stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The page is gone, or the server ends.
        }
        catch (BadRequestException e)
        {
            await ErrorAsync(context, StatusCodes.Status400BadRequest, e.Message).ConfigureAwait(false);
        }
        catch (Exception) when (!context.Response.HasStarted)
        {
            // The file is busy or gone. The page asks again.
            await ErrorAsync(context, StatusCodes.Status500InternalServerError, "the history cannot be read now").ConfigureAwait(false);
        }
    }

    private Task AnswerAsync(HttpContext context, CancellationToken stop)
    {
        Question question = new(context.Request.Query, _answers.Time);
        return context.Request.Path.Value switch
        {
            "/api/now" => AskAsync(context, () => _answers.NowAsync(stop), ViewJson.Default.NowView, stop),
            "/api/sources" => AskAsync(context, () => _answers.SourcesAsync(stop), ViewJson.Default.IReadOnlyListPastSourceView, stop),
            "/api/series" => AskAsync(context, () => _answers.SeriesAsync(question, stop), ViewJson.Default.SeriesView, stop),
            "/api/marks" => AskAsync(context, () => _answers.MarksAsync(question, stop), ViewJson.Default.IReadOnlyListNanoEvent, stop),
            "/api/losses" => AskAsync(context, () => _answers.LossesAsync(question, stop), ViewJson.Default.IReadOnlyListLossView, stop),
            "/api/outages" => AskAsync(context, () => _answers.OutagesAsync(question, stop), ViewJson.Default.IReadOnlyListOutageView, stop),
            "/api/health" => AskAsync(context, () => _answers.HealthAsync(_feed.Readers, stop), ViewJson.Default.HealthView, stop),
            "/api/events" => StreamAsync(context, stop),
            "/api/export" => ExportAsync(context, question, stop),
            _ => ErrorAsync(context, StatusCodes.Status404NotFound, "there is no such page"),
        };
    }

    private async Task AskAsync<T>(HttpContext context, Func<Task<T>> ask, JsonTypeInfo<T> type, CancellationToken stop)
    {
        if (!await _questions.TryEnterAsync(stop).ConfigureAwait(false))
        {
            await BusyAsync(context).ConfigureAwait(false);
            return;
        }

        T answer;
        try
        {
            answer = await ask().ConfigureAwait(false);
        }
        finally
        {
            _questions.Leave();
        }

        await context.Response.WriteAsJsonAsync(answer, type, cancellationToken: stop).ConfigureAwait(false);
    }

    private async Task StreamAsync(HttpContext context, CancellationToken stop)
    {
        if (!await _stream.TryWriteAsync(context, stop).ConfigureAwait(false))
        {
            await BusyAsync(context).ConfigureAwait(false);
        }
    }

    private async Task ExportAsync(HttpContext context, Question question, CancellationToken stop)
    {
        Export export = new(_answers.History, question.Text("format") switch
        {
            null or "jsonl" => false,
            "csv" => true,
            _ => throw new BadRequestException("format must be csv or jsonl"),
        });
        string name = export.FileName(question);
        if (!await _exports.TryEnterAsync(stop).ConfigureAwait(false))
        {
            await BusyAsync(context).ConfigureAwait(false);
            return;
        }

        try
        {
            context.Response.ContentType = export.ContentType;
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
            await export.WriteAsync(question, context.Response.BodyWriter, stop).ConfigureAwait(false);
        }
        finally
        {
            _exports.Leave();
        }
    }

    private static async Task SendAsync(HttpContext context, PageFile file, CancellationToken stop)
    {
        HttpResponse response = context.Response;
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = file.Tag;
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        bool isZipped = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        byte[] content = isZipped ? file.Zipped : file.Content;
        response.ContentType = file.Type;
        response.Headers.Vary = "Accept-Encoding";
        response.Headers.ContentEncoding = isZipped ? "gzip" : default;
        response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(content, stop).ConfigureAwait(false);
        }
    }

    private static Task BusyAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, "too many ask at once");
    }

    private static Task ErrorAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new ErrorView(reason), ViewJson.Default.ErrorView);
    }
}
