using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using NanoEvents.Browser.Tests.Support;
using NanoEvents.Tests;

namespace NanoEvents.Browser.Tests;

/// <summary>The stream of events, and floods.</summary>
public sealed class StreamTests
{
    [Fact]
    public async Task AStreamThatBreaksGoesOnAfterItsLastEventWithoutHoles()
    {
        await using House house = await House.StartAsync();
        await house.UntilConnectedAsync();
        string last;
        using (Listener first = await Listener.OpenAsync(house, null))
        {
            Assert.Equal("hello", (await first.NextAsync()).Name);
            await house.Broker.SendAsync(TestBatch.Of(1, 3));
            Assert.Equal("1 2", await first.NextNumbersAsync(2));
            last = first.LastId;
        }

        await house.Broker.SendAsync(TestBatch.Of(4, 3));
        await house.UntilRaisedAsync(6);
        using Listener second = await Listener.OpenAsync(house, last);
        Assert.Equal("3 4 5 6", await second.NextNumbersAsync(4));
    }

    [Theory]
    [InlineData("0badcafe-17")]
    [InlineData("nonsense")]
    public async Task AStreamOfAnEarlierServerIsToldToLoadEverythingAgain(string lastId)
    {
        await using House house = await House.StartAsync();
        using Listener listener = await Listener.OpenAsync(house, lastId);

        Assert.Equal("reload", (await listener.NextAsync()).Name);
    }

    [Fact]
    public async Task AFloodOfRequestsDoesNotStopTheReading()
    {
        await using House house = await House.StartAsync();
        await house.UntilConnectedAsync();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        ConcurrentDictionary<HttpStatusCode, int> seen = new();
        string[] paths = ["api/health", "api/series?device=hall&source=temperature/0&points=5000", "api/export?format=csv&from=0", "api/events", "api/marks?from=0"];
        Task[] flood = [.. Enumerable.Range(0, 240).Select(i => FloodAsync(house, paths[i % paths.Length], seen, stop.Token))];

        for (uint first = 1; first <= 2000; first += 50)
        {
            await house.Broker.SendAsync(TestBatch.Of(first, 50));
        }

        using HttpClient calm = new();
        await Waiting.UntilAsync(async () => seen.ContainsKey(HttpStatusCode.ServiceUnavailable) && await HasRaisedAsync(house, calm, 2000));
        await stop.CancelAsync();
        await Task.WhenAll(flood);
        Assert.DoesNotContain(HttpStatusCode.InternalServerError, seen.Keys);
        await house.UntilRaisedAsync(2000);
    }

    // As the flood does, it may be told to come again, or be turned away at the door.
    private static async Task<bool> HasRaisedAsync(House house, HttpClient http, long raised)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(house.Address, "api/health"), TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode && JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
                .GetProperty("devices").EnumerateArray().Any(device => device.GetProperty("raised").GetInt64() >= raised);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task FloodAsync(House house, string path, ConcurrentDictionary<HttpStatusCode, int> seen, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using HttpResponseMessage answer = await house.Http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, stop);
                seen.AddOrUpdate(answer.StatusCode, 1, (_, count) => count + 1);
                if (path == "api/events" && answer.IsSuccessStatusCode)
                {
                    await Task.Delay(Timeout.Infinite, stop);
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                // Refused, or over.
            }
        }
    }

    /// <summary>Reads a stream of server-sent events.</summary>
    private sealed class Listener : IDisposable
    {
        private readonly HttpResponseMessage _answer;
        private readonly StreamReader _lines;

        private Listener(HttpResponseMessage answer, StreamReader lines) => (_answer, _lines) = (answer, lines);

        public string LastId { get; private set; } = "";

        public static async Task<Listener> OpenAsync(House house, string? lastId)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(house.Address, "api/events"));
            if (lastId != null)
            {
                request.Headers.Add("Last-Event-ID", lastId);
            }

            HttpResponseMessage answer = await house.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
            return new Listener(answer, new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
        }

        /// <summary>The next message that is no tick.</summary>
        public async Task<(string Name, string Data)> NextAsync()
        {
            while (true)
            {
                (string name, string data) = ("message", "");
                for (string? line; (line = await _lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Waiting.Limit)) is { Length: > 0 };)
                {
                    name = line.StartsWith("event: ", StringComparison.Ordinal) ? line[7..] : name;
                    data = line.StartsWith("data: ", StringComparison.Ordinal) ? line[6..] : data;
                    LastId = line.StartsWith("id: ", StringComparison.Ordinal) ? line[4..] : LastId;
                }

                if (data.Length > 0 && name != "now")
                {
                    return (name, data);
                }
            }
        }

        /// <summary>The numbers of the next events.</summary>
        public async Task<string> NextNumbersAsync(int count)
        {
            List<uint?> numbers = [];
            while (numbers.Count < count)
            {
                (string name, string data) = await NextAsync();
                Assert.Equal("message", name);
                numbers.Add(JsonSerializer.Deserialize<NanoEvent>(data).Sequence);
            }

            return string.Join(' ', numbers);
        }

        public void Dispose()
        {
            _lines.Dispose();
            _answer.Dispose();
        }
    }
}
