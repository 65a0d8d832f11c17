using System.Text.Json;
using NanoEvents.HomeAssistant;

namespace NanoEvents.Bridge.Tests.HomeAssistant;

/// <summary>What Home Assistant is told, and when: with a clock that is moved by hand.</summary>
public sealed class BoardTests
{
    [Fact]
    public void EachSourceIsAnEntityWithItsValueAndUnit()
    {
        House house = new(new HomeAssistantOptions { Areas = new Dictionary<string, string> { ["hall"] = "Flur" } });

        house.Take(house.Hall);

        Assert.Equal(
            [
                "binary_sensor/nanoevents_hall/connectivity", "binary_sensor/nanoevents_hall/motion_0", "binary_sensor/nanoevents_hall/temperature_0_problem", "sensor/nanoevents_hall/humidity_0",
                "sensor/nanoevents_hall/last_seen", "sensor/nanoevents_hall/pressure_0", "sensor/nanoevents_hall/temperature_0",
            ],
            house.Retained.Keys.Select(topic => topic["homeassistant/".Length..^"/config".Length]).Order(StringComparer.Ordinal));
        JsonElement temperature = Json(house.Retained["homeassistant/sensor/nanoevents_hall/temperature_0/config"]);
        Assert.Equal("window temperature", temperature.GetProperty("name").GetString());
        Assert.Equal("nanoevents_hall.temperature_0", temperature.GetProperty("unique_id").GetString());
        Assert.Equal("°C", temperature.GetProperty("unit_of_measurement").GetString());
        Assert.Equal(750, temperature.GetProperty("expire_after").GetInt32());
        Assert.Equal("0.4.2", temperature.GetProperty("device").GetProperty("sw_version").GetString());
        Assert.Equal("Flur", temperature.GetProperty("device").GetProperty("suggested_area").GetString());
        Assert.Equal("""{"status":"online","value":21.50,"about":{"read":"2026-11-27T12:00:00.000Z","clock":"synchronized"}}""", house.Present("temperature_0"));
        Assert.Equal("Motion", Json(house.Retained["homeassistant/binary_sensor/nanoevents_hall/motion_0/config"]).GetProperty("name").GetString());
        Assert.Contains("\"value\":\"ON\"", house.Present("motion_0"));
        Assert.Contains("\"value\":\"OFF\"", house.Present("temperature_0_problem"));
        Assert.Contains("\"value\":\"2026-11-27T12:00:00.000Z\"", house.Present("last_seen"));
        Assert.Equal((1, 7), (house.Board.Devices, house.Board.Entities));
    }

    [Fact]
    public void OwnKindsAreEntitiesToo()
    {
        House house = new();
        Measurement co2 = Measurement.Private(128, "co2", "ppm");
        Condition contact = Condition.Private(192, "contact", "open", "closed");

        house.Take(house.Hall with
        {
            Sources =
            [
                new SourceState { Type = (SourceType)128, Source = 1, Readings = [house.Read(co2, 812)] },
                new SourceState { Type = (SourceType)192, Source = 0, Name = "door", Condition = contact, On = true, Time = house.Now },
            ],
        });

        JsonElement air = Json(house.Retained["homeassistant/sensor/nanoevents_hall/co2_1/config"]);
        Assert.Equal(("Co2 1", "ppm"), (air.GetProperty("name").GetString(), air.GetProperty("unit_of_measurement").GetString()));
        Assert.Contains("\"value\":812,", house.Present("co2_1"));
        Assert.Equal("door contact", Json(house.Retained["homeassistant/binary_sensor/nanoevents_hall/contact_0/config"]).GetProperty("name").GetString());
        Assert.Contains("\"value\":\"ON\"", house.Present("contact_0"));
        Assert.Contains("\"word\":\"open\"", house.Present("contact_0"));
    }

    [Fact]
    public void AFaultHasNoValue()
    {
        House house = new();
        house.Take(house.Hall);

        house.Take(house.Hall with { Sources = [house.Hall.Sources[0] with { Fault = "no-answer" }, house.Hall.Sources[1]] });

        Assert.Equal("""{"status":"offline","value":null,"about":{"fault":"no-answer"}}""", house.Present("temperature_0"));
        Assert.StartsWith("""{"status":"online","value":"ON","about":{"fault":"no-answer"}""", house.Present("temperature_0_problem"));
        Assert.Contains("\"status\":\"online\"", house.Present("motion_0"));
    }

    [Theory]
    [InlineData(14, true)]
    [InlineData(16, false)]
    public void AReadingThatIsTooOldIsNotThePresent(int minutes, bool isShown)
    {
        House house = new();

        house.Take(house.Hall with
        {
            Sources = [house.Hall.Sources[0] with { Readings = [house.Read(Measurement.Temperature, 3, TimeSpan.FromMinutes(minutes))] }],
        });

        Assert.Contains(isShown ? "\"value\":3.00" : "\"status\":\"offline\",\"value\":null", house.Present("temperature_0"));
    }

    [Fact]
    public void AReadingWithoutATimeIsNotThePresent()
    {
        House house = new();

        house.Take(house.Hall with { Sources = [house.Hall.Sources[0] with { Readings = [new Reading(Measurement.Temperature, 3, null, ClockQuality.Unknown)] }] });

        Assert.Contains("\"status\":\"offline\",\"value\":null", house.Present("temperature_0"));
    }

    [Fact]
    public void ASilentDeviceIsNotConnectedAndShowsNothing()
    {
        House house = new();
        house.Take(house.Hall);

        house.Wait(TimeSpan.FromMinutes(12));
        house.Speak();
        Assert.Contains("\"value\":\"ON\"", house.Present("connectivity"));

        house.Wait(TimeSpan.FromMinutes(1));
        house.Speak();
        Assert.Contains("\"value\":\"OFF\"", house.Present("connectivity"));
        Assert.Contains("\"status\":\"offline\",\"value\":null", house.Present("temperature_0"));
        Assert.Contains("\"status\":\"offline\",\"value\":null", house.Present("motion_0"));
    }

    [Fact]
    public void AnOfflineDeviceShowsNothingAndIsSeenAsOffline()
    {
        House house = new();
        house.Take(house.Hall);

        house.Take(house.Hall with { Online = false, Status = "offline" });

        Assert.Contains("\"value\":\"OFF\"", house.Present("connectivity"));
        Assert.Contains("\"status\":\"offline\",\"value\":null", house.Present("humidity_0"));
        Assert.Contains("2026-11-27", house.Present("last_seen"));
    }

    [Fact]
    public void WhatDoesNotChangeIsSaidTwiceInAPeriod()
    {
        House house = new();
        house.Take(house.Hall);
        house.Wait(TimeSpan.FromSeconds(30));
        house.Speak();

        Assert.Empty(house.Take(house.Hall));
        house.Wait(TimeSpan.FromMinutes(3));
        Assert.Equal(7, house.Take(house.Hall).Count(publication => !publication.IsRetained));
    }

    [Fact]
    public void WhatHomeAssistantMayHaveMissedIsSaidAgain()
    {
        House house = new();
        house.Take(house.Hall);

        Assert.Empty(house.Speak());
        house.Wait(TimeSpan.FromSeconds(3));
        Assert.Equal(7, house.Speak().Count);
        house.Wait(TimeSpan.FromSeconds(8));
        Assert.Equal(7, house.Speak().Count);
        house.Wait(TimeSpan.FromSeconds(10));
        Assert.Empty(house.Speak());

        house.Board.Forgotten();
        Assert.Equal(14, house.Speak().Count);
    }

    [Fact]
    public void ANewNameKeepsTheEntity()
    {
        House house = new();
        house.Take(house.Hall);

        IReadOnlyList<Publication> due = house.Take(house.Hall with { Sources = [house.Hall.Sources[0] with { Name = "shelf" }, house.Hall.Sources[1]] });

        Assert.All(due, publication => Assert.NotEmpty(publication.Payload));
        JsonElement temperature = Json(house.Retained["homeassistant/sensor/nanoevents_hall/temperature_0/config"]);
        Assert.Equal("shelf temperature", temperature.GetProperty("name").GetString());
        Assert.Equal("nanoevents_hall.temperature_0", temperature.GetProperty("unique_id").GetString());
    }

    [Fact]
    public void ASourceThatIsGoneIsRemovedButNotAtOnce()
    {
        House house = new();
        house.Take(house.Hall);
        DeviceState without = house.Hall with { Sources = [house.Hall.Sources[1]] };

        house.Take(without);
        Assert.Contains("\"status\":\"offline\"", house.Present("temperature_0"));
        for (int i = 0; i < 3; i++)
        {
            Assert.Contains("homeassistant/sensor/nanoevents_hall/temperature_0/config", house.Retained.Keys);
            house.Wait(TimeSpan.FromMinutes(5));
            house.Take(without with { Sources = [house.Hall.Sources[1]] });
        }

        Assert.Equal(3, house.Retained.Count);
        Assert.Equal(3, house.Board.Entities);
    }

    [Fact]
    public void NothingIsRemovedWhileADeviceIsAwayOrASourceIsAtFault()
    {
        House house = new();
        house.Take(house.Hall);
        house.Take(house.Hall with { Online = false, Sources = [] });
        house.Wait(TimeSpan.FromDays(9));
        house.Speak();
        Assert.Equal(7, house.Retained.Count);

        // After a restart the chip does not answer: it may have measured more than the temperature before.
        DeviceState broken = house.Hall with { BootId = 2, Sources = [new SourceState { Type = SourceType.Thermometer, Source = 0, Fault = "no-answer" }, house.Hall.Sources[1]] };
        house.Take(broken);
        house.Wait(TimeSpan.FromHours(1));
        house.Take(broken);

        Assert.Equal(7, house.Retained.Count);
    }

    [Fact]
    public void AnEntityOfAnEarlierRunIsTakenOverOrRemoved()
    {
        House house = new();
        house.Board.Found("homeassistant/sensor/nanoevents_hall/temperature_7/config");
        house.Board.Found("homeassistant/sensor/nanoevents_hall/temperature_0/config");
        house.Board.Found("homeassistant/sensor/another/temperature_0/config");
        house.Take(house.Hall);
        Assert.Equal(8, house.Board.Entities);

        house.Wait(TimeSpan.FromMinutes(16));
        IReadOnlyList<Publication> due = house.Take(house.Hall);

        Assert.Equal(["homeassistant/sensor/nanoevents_hall/temperature_7/config"], due.Where(p => p.IsRetained && p.Payload.Length == 0).Select(p => p.Topic));
        Assert.Equal(7, house.Board.Entities);
    }

    [Fact]
    public void ARemovedDeviceLosesItsEntitiesAlsoThoseThatTheBrokerStillHas()
    {
        House house = new();
        house.Take(house.Hall);

        house.Board.Remove("hall");
        house.Speak();
        Assert.Empty(house.Retained);

        house.Board.Found("homeassistant/sensor/nanoevents_hall/temperature_0/config");
        Assert.Equal([new Publication("homeassistant/sensor/nanoevents_hall/temperature_0/config", "", true)], house.Speak());
    }

    [Fact]
    public void ADeviceThatIsOnlyAStatusIsNotShown()
    {
        House house = new();

        Assert.Empty(house.Take(new DeviceState { Device = "invented", Online = true, Status = "online" }));
    }

    [Fact]
    public void ThereAreNoMoreEntitiesThanAllowed()
    {
        House house = new(new HomeAssistantOptions { MaxEntities = 9 });

        house.Take(house.Hall);
        house.Take(house.Hall with { Device = "kitchen" });

        Assert.Equal(9, house.Board.Entities);
        Assert.Equal(9, house.Retained.Count);
    }

    [Fact]
    public void DevicesUnderPrefixesAreToldApartFromAllOthers()
    {
        string[] devices = ["hall", "site1/hall", "site2/hall", "site1_hall", "a/b/hall", "a-b/hall", "-hall"];

        string[] nodes = [.. devices.Select(HomeAssistantTopics.NodeOf)];

        Assert.Equal(devices.Length, nodes.Distinct().Count());
        Assert.All(nodes, node => Assert.Matches("^[a-zA-Z0-9_-]+$", node));
        House house = new();
        house.Take(house.Hall with { Device = "site1/hall" });
        Assert.Contains("\"topic\":\"site1/nanoevents/hall/status\"", house.Retained.Values.First());
    }

    [Fact]
    public void HostileTextIsTextAndFitsIntoAMessage()
    {
        House house = new();
        string evil = "{{ states }}\"},{\"\n<script>\uFFFD/+/#" + new string('\u4E16', 240);

        house.Take(house.Hall with
        {
            Device = new string('d', 32),
            Status = "online firmware=\"{{1}}" + new string('x', 240),
            Sources =
            [
                house.Hall.Sources[0] with { Name = evil, Fault = "{{ evil }}\"" },
                new SourceState { Type = (SourceType)128, Source = 0, Name = evil, Readings = [house.Read(Measurement.Private(128, "abcdefghijklmnop", "\"{{ unit }}\"#+/"), 1)] },
            ],
        });

        Assert.NotEmpty(house.Retained);
        Assert.All(house.Retained, message => Assert.InRange(message.Key.Length + System.Text.Encoding.UTF8.GetByteCount(message.Value), 1, Cli.Certificates.MosquittoFolder.MaxMessageBytes));
        Assert.All(house.Said.Values, payload => Json(payload));
        Assert.All(house.Retained.Values, payload => Assert.StartsWith("{{ value", Json(payload).GetProperty("value_template").GetString()));
    }

    private static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
