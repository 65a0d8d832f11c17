using System.Net;
using System.Net.Http.Headers;
using System.Text;
using NanoEvents.Browser.Tests.Support;
using NanoEvents.Dashboard;

namespace NanoEvents.Browser.Tests;

/// <summary>Who may see the page.</summary>
public sealed class DoorTests
{
    [Theory]
    [InlineData("127.0.0.1:80", HttpStatusCode.OK)]
    [InlineData("localhost:8088", HttpStatusCode.OK)]
    [InlineData("[::1]:8088", HttpStatusCode.OK)]
    [InlineData("house.example", HttpStatusCode.OK)]
    [InlineData("evil.example:8088", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost.evil.example", HttpStatusCode.MisdirectedRequest)]
    public async Task AForeignNameDoesNotReachThePage(string host, HttpStatusCode expected)
    {
        await using House house = await House.StartAsync(options => options with { HostNames = ["house.example"] });

        Assert.Equal(expected, await StatusAsync(house, request => request.Headers.Host = host));
    }

    [Fact]
    public async Task WithAPasswordNothingIsSeenWithoutIt()
    {
        await using House house = await House.StartAsync(options => options with { Password = "open sesame" });

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(house, _ => { }));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(house, request => request.Headers.Authorization = Basic("me", "close sesame")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(house, request => request.Headers.Authorization = new AuthenticationHeaderValue("Basic", "%%%")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(house, _ => { }, "style.css"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(house, _ => { }, "api/events"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(house, request => request.Headers.Authorization = Basic("me", "open sesame")));
    }

    [Fact]
    public async Task NobodyGuessesFast()
    {
        await using House house = await House.StartAsync(options => options with { Password = "open sesame" });
        for (int i = 0; i < 20; i++)
        {
            await StatusAsync(house, request => request.Headers.Authorization = Basic("me", $"guess {i}"));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(house, request => request.Headers.Authorization = Basic("me", "open sesame")));
    }

    [Fact]
    public async Task EveryAnswerForbidsWhatThePageDoesNotNeed()
    {
        await using House house = await House.StartAsync();
        foreach (string path in new[] { "", "app.js", "api/now", "nothing" })
        {
            using HttpResponseMessage answer = await house.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        }

        using HttpResponseMessage posted = await house.Http.PostAsync(new Uri("api/now", UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
    }

    [Fact]
    public void AnAddressThatOthersReachNeedsAPassword()
    {
        DashboardOptions options = new() { Data = "house.db", Listen = new IPEndPoint(IPAddress.Any, 0) };

        Assert.Equal("an address that others can reach needs a password", options.FindProblem());
        Assert.Null((options with { Password = "open sesame" }).FindProblem());
    }

    private static AuthenticationHeaderValue Basic(string user, string password) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    private static async Task<HttpStatusCode> StatusAsync(House house, Action<HttpRequestMessage> change, string path = "")
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(house.Address, path));
        change(request);
        using HttpResponseMessage answer = await house.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
