namespace NanoEvents.Firmware.Tests.Configuration;

internal sealed class HandWifi : IWifiStore
{
    public string Ssid { get; private set; } = "";

    public string Password { get; private set; } = "";

    public bool HasPassword => Password.Length != 0;

    public bool Takes { get; set; } = true;

    public bool TryKeep(string? ssid, string? password)
    {
        Ssid = Takes ? ssid ?? Ssid : Ssid;
        Password = Takes ? password ?? Password : Password;
        return Takes;
    }
}
