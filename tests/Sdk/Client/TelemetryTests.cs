using System.Diagnostics;
using System.Diagnostics.Metrics;
using Xunit;

namespace NanoEvents.Tests;

public sealed class TelemetryTests : IDisposable
{
    private readonly Dictionary<string, double> _measured = [];
    private readonly List<Activity> _spans = [];
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities;
    private readonly string _device = "d" + Guid.NewGuid().ToString("N")[..8];

    public TelemetryTests()
    {
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == EventClient.TelemetryName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.Start();
        _activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EventClient.TelemetryName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (_spans)
                {
                    _spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_activities);
    }

    [Fact]
    public async Task EventsLossesAndFailuresAreMeasuredWithTheirDevice()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(new EventClientOptions { Broker = broker.Address });

        await broker.SendAsync("no batch"u8.ToArray(), _device, "events");
        await broker.SendAsync(TestBatch.Of(1, 3) with { HasBoot = true }, _device);
        await broker.SendAsync(TestBatch.Of(6, 1) with { Overflow = 2, Anchor = TestBatch.Year2025 }, _device);
        await broker.SendAsync(TestBatch.Of(1, 1) with { HasBoot = true, Boot = 7 }, _device);
        await reader.NextAsync(1 + 3 + 1 + 1 + 1 + 2);

        Assert.Equal(
            new Dictionary<string, double>
            {
                ["nanoevents.events boot"] = 2,
                ["nanoevents.events temperature"] = 5,
                ["nanoevents.lost overflow"] = 2,
                ["nanoevents.restarts"] = 1,
                ["nanoevents.decode_failures"] = 1,
                ["nanoevents.batches"] = 3,
                ["nanoevents.latency temperature #"] = 1,
            },
            OfDevice());
    }

    [Fact]
    public async Task ASpanLastsFromABatchToItsAcknowledgement()
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(new EventClientOptions { Broker = broker.Address });
        await broker.SendAsync(TestBatch.Of(1, 2), _device);

        await reader.NextAsync(2);
        Assert.Empty(Spans());
        reader.Ask();
        await TestReader.UntilAsync(() => Spans().Count == 1);

        Activity span = Spans()[0];
        Assert.Equal(("receive batch", ActivityKind.Consumer), (span.DisplayName, span.Kind));
        Assert.Equal($"nanoevents/{_device}/events", span.GetTagItem("messaging.destination.name"));
    }

    [Fact]
    public async Task WhatComesTwiceIsMeasured()
    {
        double before = Total("nanoevents.duplicates");
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(new EventClientOptions { Broker = broker.Address });

        await broker.SendAsync(TestBatch.Of(1, 2), _device);
        await broker.SendAsync(TestBatch.Of(1, 2), _device);
        await broker.SendAsync(TestBatch.Of(3, 1), _device);
        await reader.NextAsync(3);

        Assert.True(Total("nanoevents.duplicates") - before >= 2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public async Task GaugesShowThePresentOfAsManySourcesAsWereAskedFor(int most)
    {
        await using TestBroker broker = await TestBroker.StartAsync();
        await using TestReader reader = await TestReader.ConnectAsync(new EventClientOptions { Broker = broker.Address, MaxGauges = most });
        await broker.SendAsync(TestBatch.Of(7, 1), _device);
        await broker.SendAsync(TestBatch.Of(7, 1), _device + "-2");
        await reader.NextAsync(2);

        List<double> shown = [];
        using MeterListener gauges = new();
        gauges.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "nanoevents.temperature")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        gauges.SetMeasurementEventCallback<double>((_, value, tags, _) =>
        {
            if (tags.ToArray().Any(tag => tag.Key == "nanoevents.device" && tag.Value is string name && name.StartsWith(_device, StringComparison.Ordinal)))
            {
                shown.Add(value);
            }
        });
        gauges.Start();
        gauges.RecordObservableInstruments();

        Assert.Equal(Enumerable.Repeat(0.07, Math.Min(most, 2)), shown);
    }

    public void Dispose()
    {
        _meters.Dispose();
        _activities.Dispose();
    }

    private List<Activity> Spans()
    {
        lock (_spans)
        {
            return [.. _spans.Where(s => _device.Equals(s.GetTagItem("nanoevents.device")))];
        }
    }

    private Dictionary<string, double> OfDevice()
    {
        lock (_measured)
        {
            return _measured.Where(m => !m.Key.EndsWith(" all", StringComparison.Ordinal)).ToDictionary();
        }
    }

    private double Total(string name)
    {
        lock (_measured)
        {
            return _measured.GetValueOrDefault(name + " all");
        }
    }

    // Other tests measure at the same time: their devices have other names.
    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string name = instrument.Name;
        object? device = null;
        foreach ((string key, object? tag) in tags)
        {
            device = key == "nanoevents.device" ? tag : device;
            name = key is "nanoevents.kind" or "nanoevents.cause" ? $"{name} {tag}" : name;
        }

        lock (_measured)
        {
            if (device is null && value > 0)
            {
                _measured[name + " all"] = _measured.GetValueOrDefault(name + " all") + value;
            }
            else if (_device.Equals(device))
            {
                bool isLatency = instrument.Name == "nanoevents.latency";
                string key = isLatency ? name + " #" : name;
                _measured[key] = _measured.GetValueOrDefault(key) + (isLatency ? 1 : value);
            }
        }
    }
}
