using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace NanoEvents.Dashboard;

/// <summary>What a request asks for: its parameters, checked.</summary>
internal sealed class Question(IQueryCollection query, DateTimeOffset now)
{
    private const int MostPoints = 5000;
    private const int MostDevices = 1000;
    private static readonly TimeSpan _usual = TimeSpan.FromDays(1);

    // Ten years: nothing that is shown is longer.
    private static readonly TimeSpan _longest = TimeSpan.FromDays(3660);

    /// <summary>The beginning; a day ago if not given.</summary>
    public DateTimeOffset From => Range.From;

    /// <summary>The end, which is not included; now if not given.</summary>
    public DateTimeOffset To => Range.To;

    /// <summary>How many points at most: the pixels of a picture.</summary>
    public int Points => Text("points") is not { } text ? 500
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int points) && points is >= 1 and <= MostPoints ? points
        : throw new BadRequestException($"points must be 1 to {MostPoints}");

    /// <summary>One device; null if none is named.</summary>
    public string? Device => Text("device");

    /// <summary>All devices that are named; empty for all.</summary>
    public IReadOnlyCollection<string> Devices => query["device"] is { Count: <= MostDevices } devices
        ? [.. devices.OfType<string>()] : throw new BadRequestException($"at most {MostDevices} devices");

    /// <summary>A parameter that must be there.</summary>
    public string Required(string name) => Text(name) ?? throw new BadRequestException($"{name} is missing");

    /// <summary>A parameter, if it is there.</summary>
    public string? Text(string name) => query[name] is [{ Length: > 0 } value, ..] ? value : null;

    private (DateTimeOffset From, DateTimeOffset To) Range
    {
        get
        {
            DateTimeOffset to = Time("to") ?? now;
            DateTimeOffset from = Time("from") ?? (to - DateTimeOffset.UnixEpoch > _usual ? to - _usual : DateTimeOffset.UnixEpoch);
            return from < to && to - from <= _longest ? (from, to) : throw new BadRequestException("from must be before to, by ten years at most");
        }
    }

    // Milliseconds since 1970, or ISO 8601.
    private DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long ms) && Math.Abs(ms) < 8_640_000_000_000)
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(ms);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time : throw new BadRequestException($"{name} must be a time: milliseconds since 1970, or such as 2026-11-27T18:20:00Z");
    }
}
