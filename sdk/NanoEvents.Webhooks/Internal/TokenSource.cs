using System.Globalization;
using System.Text;
using Duende.IdentityModel.Client;

namespace NanoEvents.Webhooks;

/// <summary>Tokens of OAuth 2.0 for this client. It gets a new one before the present one runs out, and one at a time, however many requests need it.</summary>
internal sealed class TokenSource : IDisposable
{
    // What an endpoint means that does not say how long a token is good.
    private static readonly TimeSpan _usualLife = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _longestLife = TimeSpan.FromDays(1);
    private static readonly TimeSpan _breath = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly WebhookOptions _options;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private Token? _token;
    private Task<Outcome>? _renewal;
    private long _failed;
    private bool _hasFailed;

    public TokenSource(WebhookOptions options, HookAddress endpoint, NameResolver? resolver)
    {
        _options = options;
        _time = options.TimeProvider;
        _http = HookHttp.Open(endpoint, options, resolver);
    }

    /// <summary>A token that is good now, or why there is none.</summary>
    /// <exception cref="HookException">The endpoint refuses this client.</exception>
    public async ValueTask<(string? Token, string Problem)> TryGetAsync(CancellationToken cancellationToken)
    {
        Task<Outcome> renewal;
        lock (_lock)
        {
            if (_token is { IsOld: false } token)
            {
                return (token.Value, "");
            }

            renewal = Renew();
            if (_token is { IsOver: false } still)
            {
                return (still.Value, "");
            }
        }

        Outcome outcome = await renewal.WaitAsync(cancellationToken).ConfigureAwait(false);
        return outcome.IsRefused ? throw new HookException(outcome.Problem) : (outcome.Token?.Value, outcome.Problem);
    }

    /// <summary>The receiver does not accept this token.</summary>
    public void Forget(string value)
    {
        lock (_lock)
        {
            if (_token?.Value == value)
            {
                _token = null;
            }
        }
    }

    public void Dispose()
    {
        _ended.Cancel();
        _http.Dispose();
    }

    // The one that is on its way, or a new one. While the present token is good, not at once again after a failure.
    private Task<Outcome> Renew()
    {
        bool isBreathing = _token is not null && _hasFailed && _time.GetElapsedTime(_failed) < _breath;
        return _renewal is { IsCompleted: false } || isBreathing ? _renewal! : _renewal = Task.Run(RenewAsync);
    }

    private async Task<Outcome> RenewAsync()
    {
        Outcome outcome = await AskAsync().ConfigureAwait(false);
        lock (_lock)
        {
            _token = outcome.Token ?? _token;
            (_hasFailed, _failed) = (outcome.Token is null, _time.GetTimestamp());
        }

        return outcome;
    }

    private async Task<Outcome> AskAsync()
    {
        using var limit = new CancellationTokenSource(_options.TokenTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _ended.Token);
        using var request = new ClientCredentialsTokenRequest
        {
            Address = _options.TokenEndpoint,
            ClientId = _options.ClientId!,
            ClientSecret = _options.ClientSecret,
            Scope = _options.Scope,
        };
        long asked = _time.GetTimestamp();
        try
        {
            return Read(await _http.RequestClientCredentialsTokenAsync(request, either.Token).ConfigureAwait(false), asked, limit.IsCancellationRequested);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return Trouble(e, limit.IsCancellationRequested);
        }
    }

    private Outcome Read(TokenResponse response, long asked, bool isLate)
    {
        if (response.IsError)
        {
            int code = (int)response.HttpStatusCode;
            string said = string.Create(CultureInfo.InvariantCulture, $"the token endpoint answered {code}");
            return response.ErrorType == ResponseErrorType.Exception ? Trouble(response.Exception!, isLate)
                : code is 408 or 429 or >= 500 ? Outcome.Failed($"no token: {said}")
                : Outcome.Refused(response.TryGet("error") is { } error && !HookSecrets.IsIn(error, [_options.ClientSecret]) ? $"no token: {said}, {SafeText.Read(Encoding.UTF8.GetBytes(error))}" : $"no token: {said}");
        }

        if (response.AccessToken is not { Length: > 0 } value || !value.All(c => c is > ' ' and < '\x7f')
            || !string.Equals(response.TokenType, "Bearer", StringComparison.OrdinalIgnoreCase))
        {
            return Outcome.Refused("the token endpoint gave no bearer token");
        }

        TimeSpan life = response.ExpiresIn > 0 ? TimeSpan.FromSeconds(response.ExpiresIn) : _usualLife;
        return Outcome.Of(new Token(value, _time, asked, life < _longestLife ? life : _longestLife));
    }

    private Outcome Trouble(Exception e, bool isLate)
    {
        try
        {
            return Outcome.Failed($"no token: {HookTrouble.Of(e, isLate, _options.TokenTimeout)}");
        }
        catch (HookException forbidden)
        {
            return Outcome.Refused($"no token: {forbidden.Message}");
        }
    }

    private sealed record Outcome(Token? Token, string Problem, bool IsRefused)
    {
        public static Outcome Of(Token token) => new(token, "", false);

        public static Outcome Failed(string problem) => new(null, problem, false);

        public static Outcome Refused(string problem) => new(null, problem, true);
    }
}
