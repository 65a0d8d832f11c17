using System.Text.Json;
using System.Text.Json.Nodes;
using NanoEvents.Cli.Output;
using NanoEvents.Firmware;

namespace NanoEvents.Cli.Configure;

/// <summary>
/// The files for the board over the USB cable: the change of its settings, and nanoff's instructions for it, for Wi-Fi and for certificates.
/// </summary>
/// <param name="inputs">What changes.</param>
/// <param name="isReset">Whether the other settings get their defaults; otherwise they stay.</param>
internal sealed class CableFiles(IReadOnlyList<SettingInput> inputs, bool isReset = false)
{
    private const string Drive = @"I:\";
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether there is anything for nanoCLR's own store.</summary>
    public bool HasNetwork => inputs.Any(input => input.Setting == SettingsTable.WifiSsid || input.Setting.Kind == SettingKind.CableFile);

    /// <summary>The lines of the change for people: secrets are ***, and the last line says what happens to the other settings.</summary>
    public IEnumerable<string> Lines() =>
        [.. FileInputs().Select(input => Line(input, input.Setting.IsSecret ? "***" : input.Value)), isReset ? "(other settings get their defaults)" : "(other settings stay)"];

    /// <summary>The bytes of the change, which the board merges when it starts.</summary>
    /// <param name="number">Drawn at random, and not 0: the board merges each number once.</param>
    public byte[] Change(int number) =>
        new SettingsChange().Encode([.. FileInputs().Select(input => Line(input, input.Value))], number, isReset)
            ?? throw new CommandException($"the settings take more than {SettingsFile.MaxBytes} bytes: shorten the names");

    /// <summary>nanoff's file deployment.</summary>
    /// <param name="change">The path of the change.</param>
    public static string FileDeployment(string change) => new JsonObject
    {
        ["Files"] = new JsonArray(new JsonObject { ["DestinationFilePath"] = Drive + SettingsSlot.FileName(SettingsSlot.Change), ["SourceFilePath"] = change }),
    }.ToJsonString(_indented);

    /// <summary>nanoff's network deployment.</summary>
    /// <param name="isShown">Whether the files are only shown; then secrets are ***.</param>
    /// <exception cref="CommandException">A certificate or key is invalid.</exception>
    public string NetworkDeployment(bool isShown)
    {
        JsonObject network = [];
        if (Value(SettingsTable.WifiSsid) is { } ssid)
        {
            string password = Value(SettingsTable.WifiPassword) ?? "";
            network["WirelessClient"] = new JsonObject
            {
                ["Ssid"] = ssid,
                ["Password"] = isShown && password.Length != 0 ? "***" : password,
                ["Authentication"] = password.Length == 0 ? "Open" : "WPA2",
                ["Encryption"] = password.Length == 0 ? "None" : "WPA2_PSK2",
                ["ConfigurationOption"] = "AutoConnect",
            };
        }

        if (Value(SettingsTable.BrokerCa) is { } ca)
        {
            byte[] authority = CertificateFiles.Authority(ca);
            network["CACertificates"] = isShown ? $"(the certificate in {ca})" : Convert.ToBase64String(authority);
        }

        if (Value(SettingsTable.BrokerCertificate) is { } certificate && Value(SettingsTable.BrokerKey) is { } key)
        {
            // Both in one file, as nanoCLR's store expects. M2Mqtt takes them from the store if it gets none.
            byte[] device = CertificateFiles.Device(certificate, key);
            network["DeviceCertificates"] = isShown ? $"(the certificate in {certificate} and the key in {key})" : Convert.ToBase64String(device);
        }

        return network.ToJsonString(_indented);
    }

    /// <summary>Refuses files that the device would not use.</summary>
    /// <exception cref="CommandException">TLS is off, or one of certificate and key is missing.</exception>
    public void Check()
    {
        Setting? file = inputs.Select(input => input.Setting).FirstOrDefault(setting => setting.Kind == SettingKind.CableFile);
        if (file != null && Value(SettingsTable.BrokerTls) != "on")
        {
            throw new CommandException($"{file.Name} is for TLS: add {SettingsTable.BrokerTls.Name}=on");
        }

        if (Value(SettingsTable.BrokerCertificate) is null != Value(SettingsTable.BrokerKey) is null)
        {
            throw new CommandException($"{SettingsTable.BrokerCertificate.Name} and {SettingsTable.BrokerKey.Name} belong together: give both");
        }
    }

    // A name cannot be empty: empty goes back to the board's own one.
    private static string Line(SettingInput input, string value) =>
        input.Setting.Kind == SettingKind.Identifier && input.Value.Length == 0 ? input.Setting.Name : $"{input.Setting.Name}={value}";

    // nanoCLR's store takes a whole Wi-Fi. A password alone is the device's to move there.
    private IEnumerable<SettingInput> FileInputs() =>
        inputs.Where(input => input.Setting.Kind != SettingKind.CableFile && (!input.Setting.IsKeptByBoard || Value(SettingsTable.WifiSsid) == null));

    private string? Value(Setting setting) => inputs.Where(input => input.Setting == setting).Select(input => input.Value).FirstOrDefault();
}
