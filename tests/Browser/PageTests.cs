using System.Globalization;
using System.Text;
using NanoEvents.Browser.Tests.Support;
using NanoEvents.Tests;

namespace NanoEvents.Browser.Tests;

/// <summary>The page in a real browser.</summary>
public sealed class PageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Hostile = "<img src=x onerror='window.harmed=1'>\"</script>";

    [Fact]
    public async Task ALostRangeIsDrawnAsAHoleAndNamed()
    {
        await using House house = await House.StartAsync();
        await house.UntilConnectedAsync();
        await house.Broker.SendAsync(Batch(1, 5, minutesAgo: 50));
        await house.Broker.SendAsync(Batch(9, 5, minutesAgo: 30));
        await house.UntilRaisedAsync(13);
        await using OpenPage page = await chromium.OpenAsync(house.Address);

        await page.UntilSaysAsync("#missing", "3 events lost, from number 6 on: a broker took them and never delivered them");
        await page.UntilPointsAsync(10);
        double[] shade = Assert.Single(await page.ShadesAsync());
        Assert.InRange((shade[1] - shade[0]) / 60_000, 19, 21);
        Assert.True(await page.HasHoleAsync(shade[0], shade[1]));
        await page.UntilSaysAsync(".device .balance", "13 raised = 10 delivered + 3 lost");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task WhatComesAppearsAtOnceAndAKilledServerResumes()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("dashboard");
        string[] line = ["dashboard", "--broker", broker.Address, "--data", Path.Combine(folder.FullName, "house.db"), "--listen", Ports.Free().ToString(CultureInfo.InvariantCulture)];
        PageProcess first = new(line);
        await using OpenPage page = await chromium.OpenAsync(await first.AddressAsync());
        await page.UntilSaysAsync("#link", "live");
        await broker.SendAsync(Batch(1, 5, minutesAgo: 10));
        await page.UntilPointsAsync(5);

        await first.DisposeAsync();
        await page.UntilSaysAsync("#banner", "This page has lost its server");
        await broker.SendAsync(Batch(6, 5, minutesAgo: 5));
        await using PageProcess second = new(line);

        await page.UntilPointsAsync(10);
        await page.UntilSaysAsync(".device .balance", "10 raised = 10 delivered + 0 lost");
        await page.UntilSaysAsync("#link", "live");
        await broker.SendAsync(Batch(11, 5, minutesAgo: 1));
        await page.UntilPointsAsync(15);
        Assert.Empty(page.Complaints);
        await second.KillAsync();
        folder.Delete(true);
    }

    [Fact]
    public async Task HostileTextsAreShownHarmlessly()
    {
        await using House house = await House.StartAsync();
        await house.UntilConnectedAsync();
        await house.Broker.SendAsync(Encoding.UTF8.GetBytes($"online firmware={Hostile}"), "hall", "status", retain: true);
        await house.Broker.SendAsync(TestBatch.State(1) with { Count = 1, Name = Hostile, Anchor = Anchor(1) });
        await house.Broker.SendAsync(Batch(1, 5, minutesAgo: 5) with { Name = Hostile });
        await using OpenPage page = await chromium.OpenAsync(house.Address);

        await page.UntilSaysAsync(".room h3", Hostile);
        await page.UntilSaysAsync("#legend", Hostile);
        await page.UntilSaysAsync(".device", Hostile);
        await page.UntilPointsAsync(5);
        await page.Page.Locator("#chart").HoverAsync();
        await page.UntilSaysAsync("#tip", Hostile);
        Assert.False(await page.Page.EvaluateAsync<bool>("() => 'harmed' in window"));
        Assert.Equal(0, await page.Page.Locator("img:not([src='icon.svg'])").CountAsync());
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task WhatIsOfflineIsNeverShownAsAValueThatHolds()
    {
        await using House house = await House.StartAsync();
        await house.UntilConnectedAsync();
        await house.Broker.SendAsync("online"u8.ToArray(), "hall", "status", retain: true);
        await house.Broker.SendAsync(TestBatch.State(2107) with { Count = 1, Name = "kitchen", Anchor = Anchor(1) });
        await using OpenPage page = await chromium.OpenAsync(house.Address);
        await page.UntilSaysAsync(".room:not(.away) .value b", "21.1 °C");

        await page.Page.Locator("#unit").ClickAsync();
        await page.UntilSaysAsync(".room .value b", "69.9 °F");
        await page.Page.Locator("#unit").ClickAsync();

        await house.Broker.SendAsync("offline"u8.ToArray(), "hall", "status", retain: true);
        await page.UntilSaysAsync(".room.away .value b", "last 21.1 °C");
        await page.UntilSaysAsync(".room.away .pill", "offline");
        await house.Broker.DisconnectAllAsync();
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task KeysMoveAndZoomAndTheCursorIsReadAloud()
    {
        await using House house = await House.StartAsync();
        await house.UntilConnectedAsync();
        await house.Broker.SendAsync(Batch(2101, 5, minutesAgo: 30));
        await house.UntilRaisedAsync(1);
        await using OpenPage page = await chromium.OpenAsync(house.Address);
        await page.UntilPointsAsync(5);
        double before = await LengthAsync(page);

        await page.Page.Locator("#chart").FocusAsync();
        await page.Page.Keyboard.PressAsync("+");
        Assert.True(await LengthAsync(page) < before);
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        Assert.Equal("false", await page.Page.Locator("#live").GetAttributeAsync("aria-pressed"));
        await page.Page.Keyboard.PressAsync("End");
        Assert.Equal("true", await page.Page.Locator("#live").GetAttributeAsync("aria-pressed"));
        await page.Page.Locator("#ranges button", new() { HasText = "1 h" }).ClickAsync();
        await page.Page.Locator("#chart").FocusAsync();
        for (int i = 0; i < 10; i++)
        {
            await page.Page.Keyboard.PressAsync(".");
        }

        await page.UntilSaysAsync("#spoken", "21.05 °C");
        await page.UntilSaysAsync("#tip", "time by the device’s clock");
        Assert.Empty(page.Complaints);
    }

    private static Task<double> LengthAsync(OpenPage page) =>
        page.Page.EvaluateAsync<double>("() => { const axis = echarts.getInstanceByDom(document.getElementById('chart')).getOption().xAxis[0]; return axis.max - axis.min; }");

    // A device that has started two hours ago: one event a second, the last one so many minutes ago.
    private static TestBatch Batch(uint first, int count, double minutesAgo) => new()
    {
        First = first,
        Count = count,
        Anchor = Anchor(0) - 720_000,
        Sealed = 720_000 - (long)(minutesAgo * 6000) + 10,
        Raised = 720_000 - (long)(minutesAgo * 6000) - count,
    };

    // Now, in ticks of 10 ms; so many minutes earlier.
    private static long Anchor(double minutesAgo) => (DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 10) - (long)(minutesAgo * 6000);
}
