using NanoEvents.Bridge;
using NanoEvents.History;

namespace NanoEvents.Dashboard;

/// <summary>What the page asks for: the present from the reader, the past from the history.</summary>
internal sealed class Answers(DashboardOptions options, HouseReader reader, EventHistory history)
{
    // More than a screen can show. Those that come first are told.
    private const int MostMarks = 2000;

    private readonly string _broker = BrokerAddress.TryParse(options.Broker.Broker, out BrokerAddress? address, out _) ? address.ToString() : "?";
    private DateTimeOffset? _first;

    /// <summary>The clock.</summary>
    public DateTimeOffset Time => options.TimeProvider.GetUtcNow();

    public EventHistory History => history;

    private BrokerView Broker => new(_broker, reader.IsConnected, NowViews.Ms(reader.Presence.UnreachableSince), reader.Bridge.Problem, reader.Warnings);

    public async Task<NowView> NowAsync(CancellationToken cancellationToken)
    {
        _first ??= (await history.ReadSourcesAsync(cancellationToken).ConfigureAwait(false)).Select(source => (DateTimeOffset?)source.First).Min();
        return new NowView(
            Time.ToUnixTimeMilliseconds(), options.Speed, options.Title ?? _broker, NowViews.Ms(_first), Broker,
            [.. reader.Devices.OrderBy(d => d.Device, StringComparer.Ordinal).Select(d => NowViews.Of(d, reader.Presence.Of(d)))]);
    }

    public async Task<IReadOnlyList<PastSourceView>> SourcesAsync(CancellationToken cancellationToken) =>
        [.. (await history.ReadSourcesAsync(cancellationToken).ConfigureAwait(false)).Select(source => new PastSourceView(
            source.Device, source.Key, source.Key[..source.Key.LastIndexOf('/')], source.Number, source.Name, source.Measurement?.Unit,
            source.Measurement is { } measurement ? NowViews.DecimalsOf(measurement) : null, source.Condition?.On, source.Condition?.Off,
            source.First.ToUnixTimeMilliseconds(), source.Last.ToUnixTimeMilliseconds()))];

    public async Task<SeriesView> SeriesAsync(Question question, CancellationToken cancellationToken)
    {
        string key = question.Required("source");
        IReadOnlyList<SeriesPoint> points = await history
            .ReadSeriesAsync(question.Required("device"), key, question.From, question.To, question.Points, cancellationToken).ConfigureAwait(false);
        bool isState = await IsStateAsync(question.Device!, key, cancellationToken).ConfigureAwait(false);
        long step = points.Count == 0 ? 0 : (long)points[0].Step.TotalMilliseconds;
        return new SeriesView(step, isState, [.. points.Select(point => Numbers(point, isState))]);
    }

    /// <summary>Limit crossings, faults, chatter and starts.</summary>
    public async Task<IReadOnlyList<NanoEvent>> MarksAsync(Question question, CancellationToken cancellationToken) =>
        await history.ReadRecordsAsync(question.Device, question.From, question.To, MostMarks, cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<LossView>> LossesAsync(Question question, CancellationToken cancellationToken) =>
        [.. (await history.ReadLossesAsync(question.Device, question.From, question.To, cancellationToken).ConfigureAwait(false)).TakeLast(MostMarks).Select(loss => new LossView(
            loss.Device, loss.BootId, loss.From, loss.Count, NowViews.Word(loss.Cause), NowViews.Ms(loss.After), NowViews.Ms(loss.Before)))];

    public async Task<IReadOnlyList<OutageView>> OutagesAsync(Question question, CancellationToken cancellationToken) =>
        [.. (await history.ReadOutagesAsync(question.Device, question.From, question.To, cancellationToken).ConfigureAwait(false)).TakeLast(MostMarks).Select(outage => new OutageView(
            outage.Device, outage.From.ToUnixTimeMilliseconds(), NowViews.Ms(outage.To), outage.Kept))];

    public async Task<HealthView> HealthAsync(int pages, CancellationToken cancellationToken)
    {
        Dictionary<string, DeviceBalance> balances = (await history.ReadBalancesAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(b => b.Device, StringComparer.Ordinal);
        Dictionary<string, DeviceState> states = reader.Devices.ToDictionary(d => d.Device, StringComparer.Ordinal);
        return new HealthView(Broker, Reader(pages), [.. balances.Keys.Union(states.Keys).Order(StringComparer.Ordinal)
            .Select(device => Health(device, balances.GetValueOrDefault(device), states.GetValueOrDefault(device)))]);
    }

    private DeviceHealthView Health(string device, DeviceBalance? balance, DeviceState? state) => new(
        device, NowViews.Word(state is null ? DevicePresence.Unknown : reader.Presence.Of(state)), NowViews.Ms(state?.LastSeen), balance?.Raised ?? 0, balance?.Delivered ?? 0,
        balance?.Lost.ToDictionary(lost => NowViews.Word(lost.Key), lost => lost.Value) ?? [], balance?.Boots ?? 0, state?.Firmware,
        reader.ClockErrorOf(device)?.TotalSeconds, state?.Waiting ?? 0, state?.Status,
        reader.BytesOf(device), reader.Since.ToUnixTimeMilliseconds(), state?.Counters ?? new Dictionary<string, long>());

    private ReaderView Reader(int pages)
    {
        ClientStats stats = reader.Stats;
        BridgeStats written = reader.Bridge.Stats;
        return new ReaderView(
            NowViews.Word(reader.Bridge.State), reader.Bridge.Problem, written.Delivered, written.Suppressed, written.Retries, written.Oldest.TotalSeconds, stats.Messages, stats.Batches,
            stats.PayloadBytes, stats.OtherBytes, stats.Duplicates, stats.Late, stats.DecodeFailures, stats.Ignored, written.Dead, options.Data, SizeOf(options.Data), pages);
    }

    private async Task<bool> IsStateAsync(string device, string key, CancellationToken cancellationToken) =>
        (await history.ReadSourcesAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(source => source.Device == device && source.Key == key) is { Measurement: null };

    private static double[] Numbers(SeriesPoint point, bool isState)
    {
        double time = point.Time.ToUnixTimeMilliseconds();
        return point.Clock is { } clock ? [time, point.Mean, (int)clock]
            : isState ? [time, point.Mean, point.Count, point.On.TotalMilliseconds]
            : [time, point.Minimum, point.Maximum, Math.Round(point.Mean, 4), point.Count];
    }

    // With what is not yet in the main file.
    private static long SizeOf(string path) => new[] { path, path + "-wal" }.Select(file => new FileInfo(file)).Sum(file => file.Exists ? file.Length : 0);
}
