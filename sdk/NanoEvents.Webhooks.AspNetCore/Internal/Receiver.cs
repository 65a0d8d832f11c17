using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NanoEvents.Webhooks.AspNetCore;

/// <summary>
/// Takes the requests of one path: checks, verifies, reads, hands over, answers. What it does not accept, it answers with a status and one line. The status
/// says whether sending it again can help: 503 and 408 may, 400, 401, 413, 415 and 422 do not.
/// </summary>
internal sealed class Receiver(
    string path, WebhookReceiverOptions options, DeviceLanes lanes, ReceiverCounts counts, TimeProvider time, ILogger log)
{
    private int _inside;

    public string Path => path;

    public DeviceLanes Lanes => lanes;

    public ReceiverCounts Counts => counts;

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        Answer answer = await TryEnterAsync(context).ConfigureAwait(false);
        if (counts.Request(answer.Status))
        {
            Log.Refused(log, path, answer.Status, answer.Problem);
        }

        if (!context.RequestAborted.IsCancellationRequested)
        {
            await answer.WriteAsync(context).ConfigureAwait(false);
        }
    }

    private async Task<Answer> TryEnterAsync(HttpContext context)
    {
        try
        {
            if (Interlocked.Increment(ref _inside) <= options.MaxRequests)
            {
                return await TakeAsync(context).ConfigureAwait(false);
            }

            context.Response.Headers.RetryAfter = "1";
            return new Answer(StatusCodes.Status503ServiceUnavailable, $"{options.MaxRequests} requests are inside: send it again");
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    private async Task<Answer> TakeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (!CloudEventReader.TryMediaType(request.ContentType, out bool isBatch) || request.Headers.ContentEncoding.Count > 0)
        {
            return new Answer(StatusCodes.Status415UnsupportedMediaType, $"the content type must be {CloudEventReader.MediaTypes}, in UTF-8 and not compressed");
        }

        (ReadOnlyMemory<byte> body, Answer? problem) = await RequestBody.ReadAsync(context, options.MaxBodyBytes, options.BodyTimeout, time).ConfigureAwait(false);
        if (problem is { } wrong)
        {
            return wrong;
        }

        if (!SignatureOf(request.Headers).TryVerify(options.Keys, body.Span, time.GetUtcNow(), options.Tolerance, out string why))
        {
            return new Answer(StatusCodes.Status401Unauthorized, why);
        }

        return CloudEventReader.TryRead(body, isBatch, out ReadEvents read, out why)
            ? await HandAsync(read, context.RequestAborted).ConfigureAwait(false)
            : new Answer(StatusCodes.Status400BadRequest, why);
    }

    // What cannot be read is told when the rest is handled. If something waits, all of it comes again.
    private async Task<Answer> HandAsync(ReadEvents read, CancellationToken gone)
    {
        counts.Unreadable(read.Unreadable);
        Answer answer = await lanes.HandleAsync(read.Events, gone).ConfigureAwait(false);
        return answer == Answer.Done && read.Unreadable > 0
            ? new Answer(StatusCodes.Status422UnprocessableEntity, $"{read.Unreadable} cannot be read, the others are handled; {read.Problem}")
            : answer;
    }

    private static WebhookSignature SignatureOf(IHeaderDictionary headers) => new(
        headers[WebhookSignature.IdHeader], headers[WebhookSignature.TimestampHeader], headers[WebhookSignature.SignatureHeader]);
}
