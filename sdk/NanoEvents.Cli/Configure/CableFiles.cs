using System.Text.Json;
using System.Text.Json.Nodes;
using NanoEvents.Cli.Output;
using NanoEvents.Firmware;

namespace NanoEvents.Cli.Configure;

/// <summary>
/// The files for the board over the USB cable: the settings file, and nanoff's instructions for it, for Wi-Fi and for certificates.
/// </summary>
internal sealed class CableFiles(IReadOnlyList<SettingInput> inputs)
{
    private const string Drive = @"I:\";
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether there is anything for nanoCLR's own store.</summary>
    public bool HasNetwork => inputs.Any(input => input.Setting == SettingsTable.WifiSsid || input.Setting.Kind == SettingKind.CableFile);

    /// <summary>The settings that go into the file, as text; secrets as *** if they are only shown.</summary>
    public IEnumerable<string> Lines() => FileInputs().Select(input => $"{input.Setting.Name}={(input.Setting.IsSecret ? "***" : input.Value)}");

    /// <summary>The settings file's bytes.</summary>
    /// <param name="generation">Higher than that of the file before.</param>
    public byte[] Settings(int generation)
    {
        SettingTexts values = new();
        foreach (SettingInput input in FileInputs())
        {
            values.Set(input.Index, input.Value);
        }

        return new SettingsFile().Encode(values, generation, 0) ?? throw new CommandException($"the settings take more than {SettingsFile.MaxBytes} bytes: shorten the names");
    }

    /// <summary>nanoff's file deployment. No way back to the settings that connected before: with the cable you can correct a mistake.</summary>
    /// <param name="first">The path of the first settings file.</param>
    /// <param name="second">The path of the second settings file.</param>
    public static string FileDeployment(string first, string second) => new JsonObject
    {
        ["Files"] = new JsonArray(
            new JsonObject { ["DestinationFilePath"] = Drive + SettingsSlot.FileName(SettingsSlot.Proven) },
            new JsonObject { ["DestinationFilePath"] = Drive + SettingsSlot.FileName(SettingsSlot.First), ["SourceFilePath"] = first },
            new JsonObject { ["DestinationFilePath"] = Drive + SettingsSlot.FileName(SettingsSlot.Second), ["SourceFilePath"] = second }),
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

    private IEnumerable<SettingInput> FileInputs() => inputs.Where(input => !input.Setting.IsKeptByBoard && input.Setting.Kind != SettingKind.CableFile);

    private string? Value(Setting setting) => inputs.Where(input => input.Setting == setting).Select(input => input.Value).FirstOrDefault();
}
