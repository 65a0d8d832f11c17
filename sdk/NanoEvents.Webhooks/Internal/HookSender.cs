using System.Net.Http.Headers;

namespace NanoEvents.Webhooks;

/// <summary>Sends a parcel once, and says what came of it. Each try has a signature of its own.</summary>
internal sealed class HookSender : IDisposable
{
    private static readonly ProductInfoHeaderValue _product = new("NanoEvents", typeof(HookSender).Assembly.GetName().Version?.ToString(3));

    private readonly WebhookOptions _options;
    private readonly HookAddress _target;
    private readonly HttpClient _http;
    private readonly TokenSource? _tokens;

    public HookSender(WebhookOptions options, NameResolver? resolver)
    {
        _options = options;
        _target = options.Target;
        _http = HookHttp.Open(_target, options, resolver);
        _tokens = options.TokenTarget is { } endpoint ? new TokenSource(options, endpoint, resolver) : null;
    }

    /// <exception cref="HookException">It cannot be sent.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<Answer> SendAsync(Parcel parcel, CancellationToken cancellationToken)
    {
        Answer answer = await TryAsync(parcel, cancellationToken).ConfigureAwait(false);

        // Another token, once: this one may have run out, or been taken back.
        return answer.Verdict == Verdict.Unauthorized && _tokens is not null ? await TryAsync(parcel, cancellationToken).ConfigureAwait(false) : answer;
    }

    public void Dispose()
    {
        _http.Dispose();
        _tokens?.Dispose();
    }

    /// <summary>A request as it is sent, without a token.</summary>
    public static HttpRequestMessage Write(Parcel parcel, WebhookOptions options)
    {
        WebhookSignature signature = WebhookSignature.Sign([.. options.Keys], parcel.Id, options.TimeProvider.GetUtcNow(), parcel.Body);
        var request = new HttpRequestMessage(HttpMethod.Post, options.Target.Uri) { Content = new ByteArrayContent(parcel.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(parcel.ContentType);
        request.Headers.UserAgent.Add(_product);
        request.Headers.Add(WebhookSignature.IdHeader, signature.Id);
        request.Headers.Add(WebhookSignature.TimestampHeader, signature.Timestamp);
        request.Headers.Add(WebhookSignature.SignatureHeader, signature.Value);
        return request;
    }

    private async Task<Answer> TryAsync(Parcel parcel, CancellationToken cancellationToken)
    {
        string? token = null;
        if (_tokens is not null && await _tokens.TryGetAsync(cancellationToken).ConfigureAwait(false) is var (found, problem))
        {
            if (found is null)
            {
                return Answer.None(problem);
            }

            token = found;
        }

        using var limit = new CancellationTokenSource(_options.RequestTimeout, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using HttpRequestMessage request = Write(parcel, _options);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            Answer answer = await Answer.ReadAsync(response, parcel.ContentType, token, _target.Uri.Query, _options.TimeProvider, either.Token).ConfigureAwait(false);
            if (answer.Verdict == Verdict.Unauthorized && token is not null)
            {
                _tokens!.Forget(token);
            }

            return answer;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return Answer.None(HookTrouble.Of(e, limit.IsCancellationRequested, _options.RequestTimeout));
        }
    }
}
