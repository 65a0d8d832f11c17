using System.Globalization;
using NanoEvents.Firmware;

namespace NanoEvents.Cli.Configure;

/// <summary>The address that `nanoevents broker` prints, such as mqtt://nano:password@192.168.1.5:1883, as settings of the device.</summary>
internal static class BrokerSettings
{
    private const int PlainPort = 1883;
    private const int TlsPort = 8883;

    /// <summary>The settings of an address; null if the text is none.</summary>
    /// <exception cref="NanoEvents.Cli.Output.CommandException">A part of it is not what the device takes.</exception>
    public static IReadOnlyList<SettingInput>? Read(string text)
    {
        string address = text.Contains("://", StringComparison.Ordinal) ? text : "mqtt://" + text;
        return Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.Scheme is "mqtt" or "mqtts" && uri.Host.Length > 0 && uri.PathAndQuery is "" or "/" ? Of(uri) : null;
    }

    /// <summary>The settings of an address.</summary>
    /// <exception cref="NanoEvents.Cli.Output.CommandException">A part of it is not what the device takes.</exception>
    public static IReadOnlyList<SettingInput> Of(Uri uri)
    {
        bool isTls = uri.Scheme == "mqtts";
        string[] user = [.. uri.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString)];
        int port = uri.Port > 0 ? uri.Port : isTls ? TlsPort : PlainPort;
        return
        [
            SettingInput.Of(SettingsTable.BrokerHost, uri.Host),
            SettingInput.Of(SettingsTable.BrokerPort, port.ToString(CultureInfo.InvariantCulture)),
            SettingInput.Of(SettingsTable.BrokerUser, user[0]),
            SettingInput.Of(SettingsTable.BrokerPassword, user.Length == 2 ? user[1] : ""),
            SettingInput.Of(SettingsTable.BrokerTls, isTls ? "on" : "off"),
        ];
    }
}
