using System.Diagnostics;
using Microsoft.Playwright;
using NanoEvents.Browser.Tests.Support;

namespace NanoEvents.Browser.Tests;

/// <summary>The README's first command, as a newcomer sees it in the browser; and the pictures of the pages.</summary>
public sealed class DemoPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int MostBytes = 150_000;

    [Fact]
    public async Task TheDemoShowsAHouseAliveAndTheEveningsOutageIsFilled()
    {
        await using PageProcess demo = new("demo");
        Uri address = await demo.AddressAsync();
        Stopwatch took = Stopwatch.StartNew();
        await using OpenPage page = await chromium.OpenAsync(address);
        await page.UntilPointsAsync(1);
        await page.UntilSaysAsync(".room .value b", "°C");
        TestContext.Current.SendDiagnosticMessage($"the first live point after {took.Elapsed.TotalSeconds:0.0} s");
        int points = await CountAsync(page);
        await page.UntilPointsAsync(points + 5);
        await using OpenPage dark = await chromium.OpenAsync(address, scheme: ColorScheme.Dark);
        await using OpenPage phone = await chromium.OpenAsync(address, 390, 844);
        await using OpenPage phoneDark = await chromium.OpenAsync(address, 390, 844, ColorScheme.Dark);

        await page.UntilSaysAsync("#missing", "events for");
        await page.UntilAsync("() => /, 2[0-3]:/.test(document.getElementById('clock').textContent)");
        await PictureAsync(page, "dashboard-light.png");
        await PictureAsync(dark, "dashboard-dark.png");
        await PictureAsync(phone, "dashboard-phone.png");
        await PictureAsync(phoneDark, "dashboard-phone-dark.png", isInPages: false);

        double[] outage = (await page.ShadesAsync()).OrderByDescending(shade => shade[1] - shade[0]).First();
        Assert.True(await page.Page.EvaluateAsync<int>("([from, to]) => echarts.getInstanceByDom(document.getElementById('chart')).getOption().series.flatMap(s => s.type === 'line' ? s.data ?? [] : []).filter(p => p[0] > from && p[0] < to && p[1] !== null).length", outage) > 3, demo.Said);
        Assert.All(new[] { page, dark, phone, phoneDark }, one => Assert.Empty(one.Complaints));
    }

    [Fact]
    public async Task WhileTheBrokerIsAwayTheTimeIsShadedAndNoValueIsTakenForOneThatHolds()
    {
        string script = Path.Combine(Directory.CreateTempSubdirectory("faults").FullName, "faults.txt");
        await File.WriteAllTextAsync(script, "seed 1\n1:00:00 broker stop\n5:00:00 broker start\n", TestContext.Current.CancellationToken);
        await using PageProcess demo = new("demo", "--speed", "720", "--faults", script);
        await using OpenPage page = await chromium.OpenAsync(await demo.AddressAsync());

        await page.UntilSaysAsync("#missing", "not connected; what it keeps comes later");
        Assert.NotEmpty(await page.ShadesAsync());
        Assert.Equal(0, await page.Page.Locator(".room:not(.away)").CountAsync());
        await page.UntilSaysAsync("#missing", ", and delivered them afterwards");
        await page.UntilSaysAsync(".room:not(.away) .value b", "°C");
        Assert.Empty(page.Complaints);
    }

    private static Task<int> CountAsync(OpenPage page) => page.Page.EvaluateAsync<int>("() => echarts.getInstanceByDom(document.getElementById('chart')).getOption().series.flatMap(s => s.type === 'line' ? s.data ?? [] : []).filter(p => p[1] !== null).length");

    // The pictures of the pages are made where somebody asks for them.
    private static async Task PictureAsync(OpenPage page, string name, bool isInPages = true)
    {
        string root = typeof(DemoPageTests).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false).Cast<System.Reflection.AssemblyMetadataAttribute>().Single(a => a.Key == "Root").Value!;
        bool isAsked = Environment.GetEnvironmentVariable("NANOEVENTS_WRITE") == "1";
        string folder = isAsked && isInPages ? Path.Combine(root, "docs") : Path.Combine(root, "artifacts", "pictures");
        byte[] picture = await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name) });
        Assert.InRange(picture.Length, 10_000, MostBytes);
    }
}
