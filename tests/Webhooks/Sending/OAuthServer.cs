using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Validation.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace NanoEvents.Webhooks.Tests.Sending;

/// <summary>A real server of OAuth 2.0 on loopback, OpenIddict, which issues tokens at <c>/token</c>; and a hook that takes requests with such a token alone.</summary>
internal sealed class OAuthServer : IAsyncDisposable
{
    public const string Client = "bridge";
    public const string Secret = "correct-horse-battery";
    public const string Scope = "events";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<HookCall> _calls = [];
    private readonly ConcurrentDictionary<string, bool> _revoked = [];
    private int _asked;
    private int _refused;

    private OAuthServer(WebApplication app) => _app = app;

    /// <summary>Comes before the token endpoint. It returns whether that is to answer.</summary>
    public Func<HttpContext, Task<bool>> BeforeToken { get; set; } = _ => Task.FromResult(true);

    /// <summary>How often a token was asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>How many requests had no good token.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>The requests with a good token.</summary>
    public IReadOnlyList<HookCall> Calls => [.. _calls];

    public bool TakesNoToken { get; set; }

    public string Origin => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<OAuthServer> StartAsync(TimeProvider time, TimeSpan life)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOpenIddict()
            .AddServer(options =>
            {
                options.SetTokenEndpointUris("/token").AllowClientCredentialsFlow().RegisterScopes(Scope).EnableDegradedMode();

                // These keys are made at once.
                options.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32))).AddEphemeralSigningKey(SecurityAlgorithms.EcdsaSha256);
                options.SetAccessTokenLifetime(life);
                options.AddEventHandler<OpenIddictServerEvents.ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
                {
                    if (context.ClientId != Client || context.ClientSecret != Secret)
                    {
                        context.Reject(Errors.InvalidClient, "no such client");
                    }

                    return default;
                }));
                options.AddEventHandler<OpenIddictServerEvents.HandleTokenRequestContext>(handler => handler.UseInlineHandler(context =>
                {
                    ClaimsIdentity identity = new("token");
                    identity.AddClaim(Claims.Subject, context.ClientId!);
                    context.Principal = new ClaimsPrincipal(identity);
                    context.Principal.SetScopes(context.Request.GetScopes());
                    return default;
                }));
                options.UseAspNetCore().DisableTransportSecurityRequirement();
                options.Configure(server => server.TimeProvider = time);
            })
            .AddValidation(options =>
            {
                options.UseLocalServer();
                options.UseAspNetCore();
                options.Configure(validation => validation.TimeProvider = time);
            });
        OAuthServer server = new(builder.Build());
        server._app.Use(async (context, next) =>
        {
            if (context.Request.Path == "/token")
            {
                Interlocked.Increment(ref server._asked);
                if (!await server.BeforeToken(context))
                {
                    return;
                }
            }

            await next(context);
        });
        server._app.UseAuthentication();
        server._app.Run(server.HandleAsync);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Takes back all tokens that have been shown.</summary>
    public void Revoke()
    {
        foreach (HookCall call in _calls)
        {
            _revoked[call.Authorization!] = true;
        }
    }

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
        AuthenticateResult result = await context.AuthenticateAsync(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme);
        if (TakesNoToken || !result.Succeeded || !result.Principal.HasScope(Scope) || _revoked.ContainsKey(call.Authorization!))
        {
            Interlocked.Increment(ref _refused);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        _calls.Enqueue(call);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
