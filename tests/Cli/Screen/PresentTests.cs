using NanoEvents.Cli.Screen;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests.Screen;

/// <summary>The table of `watch --present`.</summary>
public sealed class PresentTests
{
    private static readonly DateTimeOffset _now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void ATableSaysWhatHoldsAndWhatDoesNot()
    {
        Verified.Check("present", PresentTable.Draw(States(), _now, 100, 12).ToString());
    }

    [Fact]
    public void WhatDoesNotFitIsCounted()
    {
        Verified.Check("present-small", PresentTable.Draw(States(), _now, 44, 5).ToString());
    }

    [Fact]
    public void WithoutDevicesItSaysSo()
    {
        Assert.Contains("No device has told anything yet.", PresentTable.Draw([], _now, 60, 5).ToString(), StringComparison.Ordinal);
    }

    private static DeviceState[] States()
    {
        DateTimeOffset read = _now.AddMinutes(-3);
        return
        [
            new DeviceState
            {
                Device = "porch",
                Online = false,
                LastSeen = _now.AddHours(-1),
                Sources = [new SourceState { Type = SourceType.MotionSensor, Source = 0, Moving = true, Time = read, Clock = ClockQuality.Estimated }],
            },
            new DeviceState
            {
                Device = "hall",
                Online = true,
                LastSeen = _now,
                Sources =
                [
                    new SourceState
                    {
                        Type = SourceType.Thermometer,
                        Source = 0,
                        Name = "window",
                        Readings =
                        [
                            new Reading(Measurement.Temperature, 21.5, read, ClockQuality.Synchronized),
                            new Reading(Measurement.Humidity, 48.25, read, ClockQuality.Synchronized),
                        ],
                    },
                    new SourceState { Type = SourceType.Thermometer, Source = 1, Fault = "no-answer", Readings = [new Reading(Measurement.Temperature, 19, read, ClockQuality.Synchronized)] },
                    new SourceState { Type = SourceType.MotionSensor, Source = 0, Moving = true, Time = read, Clock = ClockQuality.Synchronized },
                ],
            },
            new DeviceState
            {
                Device = "attic",
                Online = true,
                LastSeen = _now.AddMinutes(-30),
                StatePeriod = TimeSpan.FromMinutes(5),
                Sources = [new SourceState { Type = (SourceType)192, Source = 0, Condition = Condition.Private(192, "contact", "open", "closed"), On = true, Time = null }],
            },
            new DeviceState { Device = "new", Online = true, LastSeen = _now },
        ];
    }
}
