using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace NanoEvents.Webhooks.AspNetCore;

/// <summary>Reads a body as far as it may be long. Memory grows with what arrives, not with what is announced.</summary>
internal static class RequestBody
{
    private const int Step = 16 * 1024;

    /// <summary>Reads the body to its end.</summary>
    /// <param name="context">The request.</param>
    /// <param name="maxBytes">The largest body.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The bytes; or the answer, if there are too many, they take too long, or the sender has gone.</returns>
    public static async Task<(ReadOnlyMemory<byte> Body, Answer? Problem)> ReadAsync(HttpContext context, int maxBytes, TimeSpan timeout, TimeProvider time)
    {
        var tooLarge = new Answer(StatusCodes.Status413PayloadTooLarge, $"the body has more than {maxBytes} bytes");
        if (context.Request.ContentLength > maxBytes)
        {
            return (default, tooLarge);
        }

        // The server's own limit may be lower, and counts what stands between chunks. Ours is below.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        using var late = new CancellationTokenSource(timeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, late.Token);
        try
        {
            var body = new ArrayBufferWriter<byte>();
            while (true)
            {
                int count = await context.Request.Body.ReadAsync(body.GetMemory(Step), end.Token).ConfigureAwait(false);
                body.Advance(count);
                if (count == 0 || body.WrittenCount > maxBytes)
                {
                    return count == 0 ? (body.WrittenMemory, null) : (default, tooLarge);
                }
            }
        }
        catch (BadHttpRequestException e)
        {
            return (default, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? tooLarge : new Answer(e.StatusCode, e.Message));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return (default, late.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested
                ? new Answer(StatusCodes.Status408RequestTimeout, $"the body took longer than {timeout.TotalSeconds:0} s")
                : Answer.Gone);
        }
    }
}
