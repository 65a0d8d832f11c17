using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace NanoEvents.Dashboard;

/// <summary>Server-sent events: what happens, as it happens. A browser that comes back says what it has, and gets what it has missed.</summary>
internal sealed class EventStream(LiveFeed feed)
{
    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(15);
    private static readonly byte[] _ping = ":\n\n"u8.ToArray();

    /// <returns>False if there are too many readers.</returns>
    public async Task<bool> TryWriteAsync(HttpContext context, CancellationToken cancellationToken)
    {
        string? lastId = context.Request.Headers["Last-Event-ID"] is [{ Length: > 0 and < 64 } id] ? id : null;
        using LiveReader? reader = feed.TryOpen(lastId);
        if (reader is null)
        {
            return false;
        }

        HttpResponse response = context.Response;
        response.ContentType = "text/event-stream";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.Body.WriteAsync("retry: 1000\n\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
        while (await IsMoreAsync(reader, response, cancellationToken).ConfigureAwait(false))
        {
            StringBuilder text = new();
            while (text.Length < 32 * 1024 && reader.Messages.TryRead(out LiveMessage? message))
            {
                reader.Taken(message);
                Append(text, message);
            }

            await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken).ConfigureAwait(false);
            await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    // Waits for a message, and shows meanwhile that the connection lives.
    private static async Task<bool> IsMoreAsync(LiveReader reader, HttpResponse response, CancellationToken cancellationToken)
    {
        Task<bool> more = reader.Messages.WaitToReadAsync(cancellationToken).AsTask();
        while (await Task.WhenAny(more, Task.Delay(_quiet, cancellationToken)).ConfigureAwait(false) != more)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await response.Body.WriteAsync(_ping, cancellationToken).ConfigureAwait(false);
            await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        return await more.ConfigureAwait(false);
    }

    private static void Append(StringBuilder text, LiveMessage message)
    {
        if (message.Id is { } id)
        {
            text.Append("id: ").Append(id).Append('\n');
        }

        if (message.Name is { } name)
        {
            text.Append("event: ").Append(name).Append('\n');
        }

        text.Append("data: ").Append(message.Data).Append("\n\n");
    }
}
