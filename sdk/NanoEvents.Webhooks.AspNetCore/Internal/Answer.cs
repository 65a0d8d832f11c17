using Microsoft.AspNetCore.Http;

namespace NanoEvents.Webhooks.AspNetCore;

/// <summary>What a sender is told.</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Problem">One line for people; empty if all is well.</param>
internal readonly record struct Answer(int Status, string Problem)
{
    private const int LongestProblem = 300;

    /// <summary>All events of the request are handled, now or before.</summary>
    public static Answer Done => new(StatusCodes.Status204NoContent, "");

    /// <summary>The sender has gone: nobody reads this.</summary>
    public static Answer Gone => new(StatusCodes.Status499ClientClosedRequest, "the sender has gone");

    /// <summary>Writes the answer.</summary>
    public Task WriteAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        response.StatusCode = Status;
        if (Problem.Length == 0)
        {
            return Task.CompletedTask;
        }

        if (Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "StandardWebhooks";
        }

        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.XContentTypeOptions = "nosniff";
        return response.WriteAsync(OneLine(Problem), context.RequestAborted);
    }

    // A problem may quote what was sent.
    private static string OneLine(string text)
    {
        string cut = text.Length <= LongestProblem ? text : text[..LongestProblem] + "…";
        return string.Concat(cut.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c));
    }
}
