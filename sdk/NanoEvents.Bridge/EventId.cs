using System.Globalization;

namespace NanoEvents.Bridge;

/// <summary>The id of an event in a target: the same text each time the same event is written.</summary>
public static class EventId
{
    /// <summary>
    /// The id: <c>device/boot/sequence</c>, such as <c>hall/45057/42</c>; <c>hall/45057/boot</c> for the start of a device, and <c>hall/45057/lost-43</c>
    /// for a loss that begins with number 43.
    /// </summary>
    /// <param name="e">The event.</param>
    public static string Of(in NanoEvent e)
    {
        string place = e.Kind switch
        {
            EventKind.Boot => "boot",
            EventKind.Lost => string.Create(CultureInfo.InvariantCulture, $"lost-{e.From}"),
            _ => (e.Sequence ?? 0).ToString(CultureInfo.InvariantCulture),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{e.Device}/{e.BootId}/{place}");
    }
}
