using System.Net;
using System.Text.Json;
using NanoEvents.Browser.Tests.Support;
using NanoEvents.Tests;

namespace NanoEvents.Browser.Tests;

/// <summary>What the page's server answers.</summary>
public sealed class AnswerTests
{
    [Fact]
    public async Task ThePresentHasEachValueWithItsTimeAndHowThatIsKnown()
    {
        await using House house = await House.StartAsync();
        await house.UntilConnectedAsync();
        await house.Broker.SendAsync(TestBatch.Of(1, 3) with { Anchor = TestBatch.Year2025 });
        await house.Broker.SendAsync(TestBatch.State(4) with { Count = 1, Name = "hall", Anchor = TestBatch.Year2025 });
        await house.Broker.SendAsync("online firmware=1"u8.ToArray(), "hall", "status", retain: true);

        // Its first message makes the device present, the status and the names come after it.
        await Waiting.UntilAsync(async () => (await DeviceAsync(house)) is { ValueKind: JsonValueKind.Object } device && device.TryGetProperty("status", out _));
        JsonElement here = await DeviceAsync(house);
        Assert.Equal("online", here.GetProperty("presence").GetString());
        JsonElement source = here.GetProperty("sources")[0];
        Assert.Equal("temperature/0", source.GetProperty("key").GetString());
        Assert.Equal("hall", source.GetProperty("name").GetString());
        Assert.Equal("°C", source.GetProperty("unit").GetString());
        Assert.Equal("synchronized", source.GetProperty("clock").GetString());
        Assert.Equal(2025, DateTimeOffset.FromUnixTimeMilliseconds(source.GetProperty("time").GetInt64()).Year);

        await house.Broker.SendAsync("offline"u8.ToArray(), "hall", "status", retain: true);
        await Waiting.UntilAsync(async () => (await DeviceAsync(house)).GetProperty("presence").GetString() == "offline");
        await Waiting.UntilAsync(async () => (await house.AskAsync("api/outages")).GetArrayLength() == 1);
    }

    [Fact]
    public async Task ASeriesHasAsManyPointsAsAreAskedForAtMost()
    {
        await using House house = await FilledAsync(640);

        JsonElement few = await house.AskAsync($"api/series?device=hall&source=temperature/0&from={At(0)}&to={At(24)}&points=20");
        Assert.InRange(few.GetProperty("points").GetArrayLength(), 1, 20);
        Assert.True(few.GetProperty("step").GetInt64() > 0);
        Assert.Equal(640, few.GetProperty("points").EnumerateArray().Sum(point => point[4].GetInt64()));

        JsonElement all = await house.AskAsync($"api/series?device=hall&source=temperature/0&from={At(0)}&to={At(24)}&points=2000");
        Assert.Equal(0, all.GetProperty("step").GetInt64());
        Assert.Equal(640, all.GetProperty("points").GetArrayLength());
        Assert.Equal(2, all.GetProperty("points")[0][2].GetInt32());
    }

    [Fact]
    public async Task HealthBalances()
    {
        await using House house = await FilledAsync(10);
        await house.Broker.SendAsync(new TestBatch { First = 15, Count = 2, Anchor = TestBatch.Year2025, Sealed = 20_000, Overflow = 4 });
        await house.UntilRaisedAsync(16);

        JsonElement device = (await house.AskAsync("api/health")).GetProperty("devices")[0];
        Assert.Equal(16, device.GetProperty("raised").GetInt64());
        Assert.Equal(12, device.GetProperty("delivered").GetInt64());
        Assert.Equal(4, device.GetProperty("lost").GetProperty("overflow").GetInt64());
        Assert.True(device.GetProperty("bytes").GetInt64() > 16);
        JsonElement loss = Assert.Single((await house.AskAsync($"api/losses?from={At(0)}&to={At(24)}")).EnumerateArray());
        Assert.Equal(11, loss.GetProperty("from").GetInt64());
        Assert.Equal("overflow", loss.GetProperty("cause").GetString());
    }

    [Fact]
    public async Task AnExportIsWhatIsShownAsLinesOfJsonOrAsCsv()
    {
        await using House house = await FilledAsync(5);

        string[] json = (await house.Http.GetStringAsync(new Uri($"api/export?format=jsonl&from={At(0)}&to={At(24)}", UriKind.Relative), TestContext.Current.CancellationToken)).TrimEnd('\n').Split('\n');
        Assert.Equal(5, json.Length);
        Assert.Equal(2, JsonElement.Parse(json[1]).GetProperty("sequence").GetInt32());

        using HttpResponseMessage csv = await house.Http.GetAsync(new Uri($"api/export?format=csv&from={At(0)}&to={At(24)}&device=hall", UriKind.Relative), TestContext.Current.CancellationToken);
        string[] rows = (await csv.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("attachment; filename=\"nanoevents-20250101-20250102.csv\"", csv.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.Equal("time,clock,device,boot,sequence,kind,source,name,value,unit,detail", rows[0]);
        Assert.Equal(6, rows.Length);
        Assert.StartsWith("2025-01-01T00:0", rows[1], StringComparison.Ordinal);
        Assert.EndsWith("Z,synchronized,hall,45057,1,temperature,0,,0.01,°C,", rows[1], StringComparison.Ordinal);
        Assert.Empty((await house.Http.GetStringAsync(new Uri($"api/export?from={At(0)}&to={At(24)}&device=cellar", UriKind.Relative), TestContext.Current.CancellationToken)).Trim());
    }

    [Theory]
    [InlineData("api/series?device=hall", "source is missing")]
    [InlineData("api/series?device=hall&source=temperature/0&points=0", "points must be 1 to 5000")]
    [InlineData("api/losses?from=tomorrow", "from must be a time")]
    [InlineData("api/losses?from=5&to=4", "from must be before to")]
    [InlineData("api/export?format=xml", "format must be csv or jsonl")]
    public async Task AWrongQuestionIsAnsweredWithWhatToDo(string path, string expected)
    {
        await using House house = await House.StartAsync();

        using HttpResponseMessage answer = await house.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoFileOfThePageNamesAnotherHost()
    {
        await using House house = await House.StartAsync();
        string page = await house.Http.GetStringAsync(new Uri("", UriKind.Relative), TestContext.Current.CancellationToken);
        string style = await house.Http.GetStringAsync(new Uri("style.css", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.DoesNotContain("//", page.Replace("<!doctype", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script>|<script (?!src|type=\"module\" src)| on[a-z]+=", page);
    }

    private static long At(int hour) => DateTimeOffset.Parse("2025-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture).AddHours(hour).ToUnixTimeMilliseconds();

    private static async Task<JsonElement> DeviceAsync(House house) => (await house.AskAsync("api/now")).GetProperty("devices").EnumerateArray().FirstOrDefault();

    // So many temperatures in the first minutes of 2025, ten a second.
    private static async Task<House> FilledAsync(int count)
    {
        House house = await House.StartAsync();
        await house.UntilConnectedAsync();
        for (int first = 1; first <= count; first += 64)
        {
            int some = Math.Min(64, count - first + 1);
            await house.Broker.SendAsync(new TestBatch { First = (uint)first, Count = some, Anchor = TestBatch.Year2025, Sealed = 10_000 + first + some, Raised = 10_000 + first });
        }

        await house.UntilRaisedAsync(count);
        return house;
    }
}
