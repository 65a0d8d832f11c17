namespace NanoEvents.Firmware.Checks.Allocations;

/// <summary>What of the firmware must not allocate once it has started, and what of it may.</summary>
public static class FirmwareRules
{
    /// <summary>Everything in these namespaces is checked.</summary>
    public static readonly string[] Namespaces = ["NanoEvents.Firmware", "NanoEvents.Protocol"];

    /// <summary>Whoever implements one of these is checked, too: what stands between an edge and the ring, and what tells it the time.</summary>
    public static readonly string[] Interfaces =
    [
        "nanoFramework.Runtime.Events.IEventProcessor",
        "nanoFramework.Runtime.Events.IEventListener",
        "NanoEvents.Firmware.IClock",
    ];

    /// <summary>May allocate. An entry that is not needed any more fails the check, too.</summary>
    public static readonly Allowed[] Allowed =
    [
        new("NanoEvents.Firmware.NamesAndKinds.Set", "called by the constructor alone: names become bytes once"),
        new("NanoEvents.Firmware.NamesAndKinds.Declare", "called by the constructor alone: names become bytes once"),
        new("NanoEvents.Firmware.Boot.Wake", "called by the constructor alone: the text of the status topic"),
        new("NanoEvents.Firmware.Device.Measurements", "called by the constructor alone: what is measured besides temperatures"),
        new("NanoEvents.Firmware.Device.Switches", "called by the constructor alone: the pins of other states than motion"),
        new("NanoEvents.Firmware.Quantity", "declared while the firmware starts"),
        new("NanoEvents.Firmware.Switch", "declared while the firmware starts"),
        new("NanoEvents.Protocol.Crc16.Table", "called while the firmware starts: one table for everybody"),
        new("NanoEvents.Protocol.KindWords", "checks declarations while the firmware starts"),
        new("NanoEvents.Firmware.SensorTable", "declared while the firmware starts"),
        new("NanoEvents.Firmware.EventStore.Open", "called once while the firmware starts"),
        new("NanoEvents.Firmware.Topic", "names topics when a connection is made"),
        new("NanoEvents.Esp32.PinInterrupts.Start", "called once while the firmware starts"),
        new("NanoEvents.Firmware.Settings", "values become numbers and lists while the firmware starts, and for the console"),
        new("NanoEvents.Firmware.Setting", "asks its name what it is, for the console"),
        new("NanoEvents.Firmware.SettingsTable", "finds a name for the console, and while the firmware starts"),
        new("NanoEvents.Firmware.SettingParser", "reads and explains values for the console"),
        new("NanoEvents.Firmware.SettingTexts", "holds text for the console and for saving"),
        new("NanoEvents.Firmware.SettingsFile", "made when settings are saved, read while the firmware starts"),
        new("NanoEvents.Firmware.SettingsFrame", "made when settings are saved, read while the firmware starts"),
        new("NanoEvents.Firmware.SettingsChange", "read while the firmware starts"),
        new("NanoEvents.Firmware.SettingsKeeper", "saves settings, and ends their trial, once each"),
        new("NanoEvents.Firmware.SettingsSlot", "names a file when it is read or written"),
        new("NanoEvents.Firmware.ChipPins", "says for the console, and while the firmware starts, what a pin is"),
        new("NanoEvents.Firmware.DeviceName", "makes a board's own name while the firmware starts"),
        new("NanoEvents.Firmware.ConsoleChoice", "decides once where the console is"),
        new("NanoEvents.Firmware.MemoryPlan", "made once while the firmware starts; asked by the console"),
        new("NanoEvents.Firmware.DeviceStart", "opens everything while the firmware starts"),
        new("NanoEvents.Firmware.StartFaults", "texts for the console, and for the status when a connection is made"),
        new("NanoEvents.Firmware.Decimals", "numbers as text, for the console"),
        new("NanoEvents.Firmware.EditDistance", "the nearest name, for the console"),
        new("NanoEvents.Firmware.ConsoleInput", "lines of the console"),
        new("NanoEvents.Firmware.Improv", "packets of Improv, on the console"),
        new("NanoEvents.Firmware.ImprovInput", "packets of Improv, on the console"),
        new("NanoEvents.Firmware.ImprovOutput", "packets of Improv, on the console"),
        new("NanoEvents.Firmware.CheckedOutput", "lines of the console"),
        new("NanoEvents.Firmware.Count", "lines of the console"),
        new("NanoEvents.Firmware.Answer", "lines of the console"),
        new("NanoEvents.Firmware.DeviceConsole", "lines of the console"),
        new("NanoEvents.Firmware.SettingCommands", "lines of the console"),
        new("NanoEvents.Firmware.DeviceReport", "lines of the console"),
        new("NanoEvents.Firmware.RingReport", "lines of the console"),
        new("NanoEvents.Firmware.Backoff.Failed", "Random.Next was not measured, and is called once for each connection that fails"),
    ];
}
