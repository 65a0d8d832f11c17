using System.Globalization;
using NanoEvents.Firmware;
using NanoEvents.Protocol;

namespace NanoEvents.Cli.Doctor;

/// <summary>The messages of one device, and conclusions about its firmware and its clock.</summary>
internal sealed class DeviceHeard(string name)
{
    private static readonly TimeSpan _maxSkew = TimeSpan.FromSeconds(2);

    private readonly BootsHeard _boots = new();
    private string? _status;
    private string? _problem;
    private uint? _next;
    private TimeSpan _period;
    private bool _hasBatch;
    private bool _hasAnchor;
    private bool _isLive;
    private TimeSpan _skew;
    private TimeSpan _anchorError;

    private string ClockOf => $"clock of {name}";

    public void TakeStatus(string status) => _status = status;

    /// <summary>
    /// Takes a batch or state. A retained message gives an upper limit for how late the clock is; a live message gives the exact value.
    /// </summary>
    public void TakeBatch(ReadOnlySpan<byte> payload, bool wasKept, DateTimeOffset arrived)
    {
        if (!BatchReader.TryRead(payload, out Batch batch, out BatchError why))
        {
            _problem = why.Message;
            return;
        }

        if (batch.IsState)
        {
            _next = batch.Sequence;
            _period = TimeSpan.FromSeconds(batch.PeriodSeconds);
        }

        if (batch.IsState && !wasKept)
        {
            _boots.Take(batch, arrived);
        }

        // A short batch does not say when it was made: its events may have waited for others.
        bool isExact = !wasKept && !batch.IsShort;
        if (_hasBatch && !isExact && (_isLive || batch.IsShort))
        {
            return;
        }

        _hasBatch = true;
        _isLive = isExact;
        _hasAnchor = batch.HasAnchor;
        _skew = TimeSpan.FromMilliseconds(((batch.AnchorTicks + batch.LatestTicks) * BatchFormat.TickMs) - arrived.ToUnixTimeMilliseconds());
        _anchorError = TimeSpan.FromMilliseconds((double)batch.AnchorErrorTicks * BatchFormat.TickMs);
    }

    /// <param name="retains">Whether the broker retains the status of a device.</param>
    public IEnumerable<Finding> Findings(bool retains = true)
    {
        yield return _status == null && !retains && _problem == null ? Unsaid() : Self();
        if (_boots.Clash is { } clash)
        {
            yield return Finding.Error(
                "name",
                $"two boards are called {name}: boots {clash.One} and {clash.Other} run at the same time",
                "give one of them a name of its own: nanoevents configure --set device.id=NAME");
        }

        if (_hasBatch)
        {
            yield return Clock();
        }
    }

    // The device sends, so it exists.
    private Finding Unsaid() => Finding.Ok(
        "device", $"{name} sends{(_next is { } next ? $", {next - 1} events since its start" : "")}; its status is not known, because the broker keeps none");

    private Finding Self()
    {
        string? firmware = Word("firmware");
        string text = $"{name} is {(_status?.StartsWith("online", StringComparison.Ordinal) == true ? "online" : "not online")}"
            + (firmware == null ? "" : $", firmware {firmware}")
            + (_next is { } next ? $", {next - 1} events since its start" : "");
        return _problem != null ? Finding.Error("device", $"{name} sends what cannot be read: {_problem}", "bring device and SDK to one version: nanoevents flash")
            : _status == null ? Finding.Warning("device", $"{text}: it has left no status", "is something else sending under its name?")
            : !_status.StartsWith("online", StringComparison.Ordinal) ? Finding.Warning("device", text, "has it power and Wi-Fi? It says online again by itself")
            : firmware != null && firmware != Boot.FirmwareVersion ? Finding.Warning("device", $"{text}; this program comes with {Boot.FirmwareVersion}", "nanoevents flash")
            : Finding.Ok("device", text);
    }

    private Finding Clock()
    {
        TimeSpan tolerance = _maxSkew + _anchorError;
        if (!_hasAnchor)
        {
            return Finding.Warning(ClockOf, "not set yet: events are dated by their arrival", "let the device reach a time server (UDP port 123)");
        }

        if (_skew > tolerance || (_isLive && _skew < -tolerance))
        {
            return Finding.Error(ClockOf, $"{Seconds(_skew.Duration())} {(_skew > TimeSpan.Zero ? "ahead of" : "behind")} this PC", "look at this PC's clock first, then at the time server that the device asks");
        }

        if (_isLive)
        {
            return Finding.Ok(ClockOf, $"{Seconds(_skew.Duration())} from this PC's, {Seconds(_anchorError)} allowed for");
        }

        bool isOnline = _status?.StartsWith("online", StringComparison.Ordinal) == true;

        // With two missing something is wrong.
        return isOnline && -_skew > Silences.After(_period)
            ? Finding.Warning(ClockOf, $"its last state is {Seconds(-_skew)} old by it, though one comes every {_period.TotalSeconds:0} s: behind, or the device hangs",
                $"listen longer: --wait {_period.TotalSeconds + 10:0}")
            : Finding.Ok(ClockOf, $"not ahead; its last state is {Seconds(-_skew)} old");
    }

    // The status is words such as firmware=0.1.0 after the first one.
    private string? Word(string key) =>
        _status?.Split(' ').FirstOrDefault(word => word.StartsWith(key + "=", StringComparison.Ordinal))?[(key.Length + 1)..];

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");
}
