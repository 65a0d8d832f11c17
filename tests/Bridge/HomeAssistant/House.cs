using NanoEvents.HomeAssistant;

namespace NanoEvents.Bridge.Tests.HomeAssistant;

/// <summary>A device's state, and a board with a clock that is moved by hand.</summary>
internal sealed class House(HomeAssistantOptions? options = null)
{
    private readonly Dictionary<string, string> _retained = [];

    public DateTimeOffset Now { get; private set; } = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    public HouseBoard Board { get; } = new(options ?? new HomeAssistantOptions(), new HomeAssistantTopics("homeassistant"));

    /// <summary>What the broker has retained.</summary>
    public IReadOnlyDictionary<string, string> Retained => _retained;

    /// <summary>The last present of each topic; as they are said, not as they would be kept.</summary>
    public Dictionary<string, string> Said { get; } = [];

    public void Wait(TimeSpan time) => Now += time;

    /// <summary>The device says this now, and the bridge speaks.</summary>
    public IReadOnlyList<Publication> Take(DeviceState state)
    {
        Board.Take(state with { LastSeen = Now }, Now);
        return Speak();
    }

    public IReadOnlyList<Publication> Speak()
    {
        IReadOnlyList<Publication> due = Board.Due(Now);
        foreach (Publication publication in due)
        {
            if (!publication.IsRetained)
            {
                Said[publication.Topic] = publication.Payload;
            }
            else if (publication.Payload.Length == 0)
            {
                _retained.Remove(publication.Topic);
            }
            else
            {
                DiscoveryRules.Check(publication.Topic, publication.Payload);
                _retained[publication.Topic] = publication.Payload;
            }
        }

        return due;
    }

    /// <summary>A thermometer that also measures humidity and pressure, and a motion sensor; read now.</summary>
    public DeviceState Hall => new()
    {
        Device = "hall",
        BootId = 1,
        Online = true,
        Status = "online firmware=0.4.2 boot=1 wake=timer",
        StatePeriod = TimeSpan.FromMinutes(5),
        Sources =
        [
            new SourceState { Type = SourceType.Thermometer, Source = 0, Name = "window", Readings = [Read(Measurement.Temperature, 21.5), Read(Measurement.Humidity, 48.25), Read(Measurement.Pressure, 1013.2)] },
            new SourceState { Type = SourceType.MotionSensor, Source = 0, Moving = true, Time = Now, Clock = ClockQuality.Synchronized },
        ],
    };

    public Reading Read(Measurement measurement, double value, TimeSpan age = default) => new(measurement, value, Now - age, ClockQuality.Synchronized);

    public string Present(string entity, string node = "nanoevents_hall") => Said[$"nanoevents-present/{node}/{entity}"];
}
