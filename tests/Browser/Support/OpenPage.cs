using Microsoft.Playwright;

namespace NanoEvents.Browser.Tests.Support;

/// <summary>The page as somebody sees it, and what the browser complains about.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    // The chart's own model: what is drawn, and where.
    private const string Option = "echarts.getInstanceByDom(document.getElementById('chart'))?.getOption()";

    private readonly List<string> _complaints = [];

    public OpenPage(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            // A server that is killed refuses connections.
            if (message.Type == "error" && !message.Text.Contains("net::ERR_", StringComparison.Ordinal))
            {
                _complaints.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Errors of scripts, and whatever the content security policy has forbidden.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Waits until an element has a text.</summary>
    public Task UntilSaysAsync(string selector, string text) => Page.Locator(selector).Filter(new LocatorFilterOptions { HasText = text }).First.WaitForAsync();

    /// <summary>Waits until an expression in the page is true.</summary>
    public Task UntilAsync(string expression) => Page.WaitForFunctionAsync(expression);

    /// <summary>Waits until the lines of the chart have so many points together.</summary>
    public Task UntilPointsAsync(int count) =>
        UntilAsync($"() => ({Option}?.series ?? []).filter(s => s.type === 'line' && !s.id.includes('now') && !s.id.includes('shades')).flatMap(s => s.data).filter(p => p[1] !== null).length >= {count}");

    /// <summary>The shaded times of the chart, as from/to in milliseconds.</summary>
    public Task<double[][]> ShadesAsync() =>
        Page.EvaluateAsync<double[][]>($"() => {Option}.series.filter(s => s.id === 'shades\\n0').flatMap(s => s.markArea.data.map(([a, b]) => [a.xAxis, b.xAxis]))");

    /// <summary>Whether a line of the chart has a hole between two times.</summary>
    public Task<bool> HasHoleAsync(double from, double to) =>
        Page.EvaluateAsync<bool>($"([from, to]) => {Option}.series.some(s => s.type === 'line' && (s.data ?? []).some(p => p[1] === null && p[0] >= from && p[0] <= to + 1))", new[] { from, to });

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
