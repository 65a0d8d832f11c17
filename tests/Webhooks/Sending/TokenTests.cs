using System.Net;
using Microsoft.AspNetCore.Http;
using NanoEvents.Bridge;
using NanoEvents.Bridge.Tests.Support;
using NanoEvents.Kafka.Tests;
using NanoEvents.Testing;

namespace NanoEvents.Webhooks.Tests.Sending;

/// <summary>Tokens of OAuth 2.0, from a real server.</summary>
public sealed class TokenTests : Senders
{
    private static readonly TimeSpan _life = TimeSpan.FromHours(1);
    private OAuthServer? _server;

    private OAuthServer Server => _server!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _server = await OAuthServer.StartAsync(Time, _life);
    }

    public override async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task ATokenIsAskedForOnceHoweverManyDevicesNeedIt()
    {
        await using WebhookSink sink = await OpenAsync(WithToken());

        await sink.WriteAsync([.. Made.Turns(8, 4)], Stop);

        Assert.Equal((1, 0, 32), (Server.Asked, Server.Refused, Server.Calls.Count));
        Assert.StartsWith("Bearer ", Assert.Single(Server.Calls.Select(call => call.Authorization).Distinct()));
        Assert.All(Server.Calls, call => Assert.True(call.IsSignedWith(Key)));
    }

    [Fact]
    public async Task ATokenIsRenewedBeforeItRunsOutAndNobodyWaitsForTheNextOne()
    {
        TaskCompletionSource slow = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using WebhookSink sink = await OpenAsync(WithToken());
        await sink.WriteAsync([Made.Temperature("hall", 1)], Stop);
        Server.BeforeToken = async _ =>
        {
            await slow.Task;
            return true;
        };

        Time.Advance(_life - TimeSpan.FromSeconds(50));
        await sink.WriteAsync([Made.Temperature("hall", 2)], Stop);
        await sink.WriteAsync([Made.Temperature("hall", 3)], Stop);
        await Waiting.UntilAsync(() => Server.Asked == 2);
        Assert.Single(Server.Calls.Select(call => call.Authorization).Distinct());
        slow.SetResult();

        // The old one is over, and the new one is there, or on its way.
        Time.Advance(TimeSpan.FromSeconds(50));
        await sink.WriteAsync([Made.Temperature("hall", 4)], Stop);
        Assert.Equal((2, 0, 4), (Server.Asked, Server.Refused, Server.Calls.Count));
        Assert.NotEqual(Server.Calls[0].Authorization, Server.Calls[3].Authorization);
    }

    [Fact]
    public async Task AnExpiredTokenIsNotShown()
    {
        await using WebhookSink sink = await OpenAsync(WithToken());
        await sink.WriteAsync([Made.Temperature("hall", 1)], Stop);

        Time.Advance(_life + TimeSpan.FromMinutes(5));
        await sink.WriteAsync([Made.Temperature("hall", 2)], Stop);

        Assert.Equal((2, 0, 2), (Server.Asked, Server.Refused, Server.Calls.Count));
    }

    [Fact]
    public async Task ATokenThatWasTakenBackIsRenewedOnce()
    {
        await using WebhookSink sink = await OpenAsync(WithToken());
        await sink.WriteAsync([.. Made.Turns(4, 1)], Stop);
        Server.Revoke();

        await sink.WriteAsync([.. Made.Turns(4, 2).Skip(4)], Stop);

        Assert.Equal((2, 8), (Server.Asked, Server.Calls.Count));
        Assert.InRange(Server.Refused, 1, 4);
    }

    [Fact]
    public async Task ATokenThatIsNeverAcceptedIsALineAfterOneMoreTry()
    {
        Server.TakesNoToken = true;
        await using WebhookSink sink = await OpenAsync(WithToken());

        Exception said = await Assert.ThrowsAsync<HookException>(() => sink.WriteAsync([Made.Temperature("hall", 1)], Stop));

        Assert.Equal("it answered 401: it does not accept the token", said.Message);
        Assert.Equal((2, 2), (Server.Asked, Server.Refused));
    }

    [Theory]
    [InlineData(OAuthServer.Client, "wrong-secret", "no token: the token endpoint answered 401")]
    [InlineData("nobody", OAuthServer.Secret, "no token: the token endpoint answered 401")]
    public async Task AWrongClientIsALineAndAState(string client, string secret, string line)
    {
        await using FakeEventClient devices = new();
        devices.Device("hall").Motion(true);
        await using WebhookSink sink = new(WithToken() with { ClientId = client, ClientSecret = secret });
        EventBridge bridge = new(devices, sink, new EventBridgeOptions { RetryDelay = TimeSpan.FromMilliseconds(1) });
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task running = bridge.RunAsync(end.Token);

        await Waiting.UntilAsync(() => Server.Asked >= 3 && bridge.State == BridgeState.Waiting);

        Assert.StartsWith(line, bridge.Problem);
        Assert.DoesNotContain(secret, bridge.Problem);
        await end.CancelAsync();
        await running;
        Assert.Empty(devices.Handled);
        Assert.Equal((0, 0), (Server.Calls.Count, Server.Refused));
    }

    [Fact]
    public async Task ASlowEndpointHasALimitOfItsOwn()
    {
        TaskCompletionSource never = new();
        Server.BeforeToken = async context =>
        {
            await never.Task.WaitAsync(context.RequestAborted);
            return false;
        };
        await using WebhookSink sink = await OpenAsync(WithToken() with { TokenTimeout = TimeSpan.FromMinutes(2), RequestTimeout = TimeSpan.FromSeconds(1), Patience = TimeSpan.Zero });
        Task write = sink.WriteAsync([Made.Temperature("hall", 1)], Stop);
        await Waiting.UntilAsync(() => Server.Asked == 1);

        Time.Advance(TimeSpan.FromSeconds(119));
        Assert.False(write.IsCompleted);
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("no token: no answer within 120 s", (await Assert.ThrowsAsync<HookException>(() => write)).Message);
    }

    [Fact]
    public async Task ATroubledEndpointIsAskedAgain()
    {
        int troubles = 2;
        Server.BeforeToken = context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.FromResult(Interlocked.Decrement(ref troubles) < 0);
        };
        await using WebhookSink sink = await OpenAsync(WithToken() with { Patience = TimeSpan.FromHours(1) });

        Task write = sink.WriteAsync([Made.Temperature("hall", 1)], Stop);
        await Time.PassAsync(write);
        await write;

        Assert.Equal((3, 1), (Server.Asked, Server.Calls.Count));
    }

    [Fact]
    public async Task WhileATokenIsGoodATroubledEndpointIsNotAskedWithEachRequest()
    {
        await using WebhookSink sink = await OpenAsync(WithToken());
        await sink.WriteAsync([Made.Temperature("hall", 1)], Stop);
        Server.BeforeToken = context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.FromResult(false);
        };
        Time.Advance(_life - TimeSpan.FromSeconds(50));
        await sink.WriteAsync([Made.Temperature("hall", 2)], Stop);
        await Waiting.UntilAsync(() => Server.Asked == 2);

        for (uint n = 3; n < 30; n++)
        {
            await sink.WriteAsync([Made.Temperature("hall", n)], Stop);
        }

        Assert.Equal(29, Server.Calls.Count);
        Assert.InRange(Server.Asked, 2, 3);
    }

    [Theory]
    [InlineData("""{"access_token":"a b","token_type":"Bearer"}""")]
    [InlineData("""{"access_token":"abc","token_type":"mac"}""")]
    [InlineData("""{"token_type":"Bearer"}""")]
    [InlineData("""{"access_token":"a\r\nx-evil: 1","token_type":"Bearer"}""")]
    public async Task AnAnswerWithoutAUsableTokenIsALine(string answer)
    {
        Server.BeforeToken = async context =>
        {
            await context.Response.WriteAsync(answer);
            return false;
        };
        await using WebhookSink sink = await OpenAsync(WithToken());

        Exception said = await Assert.ThrowsAsync<HookException>(() => sink.WriteAsync([Made.Temperature("hall", 1)], Stop));

        Assert.Equal("the token endpoint gave no bearer token", said.Message);
    }

    [Fact]
    public async Task AnEndpointIsBoundToItsAddressToo()
    {
        Server.BeforeToken = context =>
        {
            context.Response.Redirect(Receiver.Address);
            return Task.FromResult(false);
        };
        await using WebhookSink redirected = await OpenAsync(WithToken());
        Assert.Equal("no token: the token endpoint answered 302", (await Assert.ThrowsAsync<HookException>(() => redirected.WriteAsync([Made.Temperature("hall", 1)], Stop))).Message);
        Assert.Empty(Receiver.Calls);

        WebhookOptions named = WithToken() with { TokenEndpoint = "https://login.example.com/token", MarksFile = Path.Combine(Folder, "other") };
        await using WebhookSink inward = new(named, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.1")]));
        await inward.LoadAsync(Stop);
        Assert.Contains("login.example.com is 10.0.0.1", (await Assert.ThrowsAsync<HookException>(() => inward.WriteAsync([Made.Temperature("hall", 1)], Stop))).Message);
    }

    [Fact]
    public async Task ASecretThatTheEndpointRepeatsIsNotPrinted()
    {
        Server.BeforeToken = async context =>
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$"""{"error":"no client has {{OAuthServer.Secret}}"}""");
            return false;
        };
        await using WebhookSink sink = await OpenAsync(WithToken());

        Exception said = await Assert.ThrowsAsync<HookException>(() => sink.WriteAsync([Made.Temperature("hall", 1)], Stop));

        Assert.Equal("no token: the token endpoint answered 400", said.Message);
    }

    [Fact]
    public async Task ATokenThatTheReceiverRepeatsIsNotPrinted()
    {
        string? token = null;
        Receiver.Answer = async (call, context) =>
        {
            token = call.Authorization!["Bearer ".Length..];
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync($"I do not like {call.Authorization}");
        };
        await using WebhookSink sink = await OpenAsync(WithToken() with { Address = Receiver.Address });

        Exception said = await Assert.ThrowsAsync<EventRefusedException>(() => sink.WriteAsync([Made.Temperature("hall", 1)], Stop));

        Assert.Equal("it answered 400", said.Message);
        Assert.NotNull(token);
    }

    private WebhookOptions WithToken() => Options(Server.Origin + "/hook") with
    {
        TokenEndpoint = Server.Origin + "/token",
        ClientId = OAuthServer.Client,
        ClientSecret = OAuthServer.Secret,
        Scope = OAuthServer.Scope,
    };
}
