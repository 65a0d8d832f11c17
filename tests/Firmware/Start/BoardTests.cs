using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanoEvents.Firmware.Tests.Consoles;

namespace NanoEvents.Firmware.Tests.Start;

/// <summary>What a chip's pins are for, a board's own name, and the question whether a host speaks TLS.</summary>
public sealed class BoardTests
{
    [Theory]
    [InlineData("ESP32_REV3", 24, false, "ESP32 has no pin 24")]
    [InlineData("ESP32_REV3", 40, false, "ESP32 has no pin 40")]
    [InlineData("ESP32_REV3", 11, false, "pin 11 of ESP32 belongs to its memory")]
    [InlineData("ESP32_REV3", 35, true, "pin 35 of ESP32 is an input only")]
    [InlineData("ESP32_REV3", 35, false, null)]
    [InlineData("ESP32_REV3", 16, true, null)]
    [InlineData("ESP32_PICO", 16, true, "pin 16 of ESP32-PICO-D4 belongs to its memory")]
    [InlineData("ESP32_PICO", 17, false, "pin 17 of ESP32-PICO-D4 belongs to its memory")]
    [InlineData("ESP32_PSRAM_REV3", 17, false, "pin 17 of ESP32 with PSRAM belongs to its memory")]
    [InlineData("ESP_WROVER_KIT", 17, false, "pin 17 of ESP32 with PSRAM belongs to its memory")]
    [InlineData("ESP32_S3_OCTAL", 22, false, "ESP32-S3 has no pin 22")]
    [InlineData("ESP32_S3_OCTAL", 48, true, null)]
    [InlineData("ESP32_S2", 46, true, "pin 46 of ESP32-S2 is an input only")]
    [InlineData("ESP32_C3", 12, false, "pin 12 of ESP32-C3 belongs to its memory")]
    [InlineData("ESP32_C3", 22, false, "ESP32-C3 has no pin 22")]
    [InlineData("ESP32_C6_THREAD", 24, false, "pin 24 of ESP32-C6 belongs to its memory")]
    [InlineData("ESP32_C6_THREAD", 31, false, "ESP32-C6 has no pin 31")]
    [InlineData("ESP32_C61", 14, false, "pin 14 of ESP32-C61 belongs to its memory")]
    [InlineData("SOME_OTHER_BOARD", 48, true, null)]
    public void AChipSaysWhichPinsCannotBeUsed(string target, int pin, bool isOutput, string? refusal)
    {
        Assert.Equal(refusal, ChipPins.Of(target).Refusal(pin, isOutput));
    }

    [Theory]
    [InlineData("ESP32_REV3", new[] { 0, 2, 5, 12, 15 }, new[] { 1, 3 })]
    [InlineData("ESP32_S3_OCTAL", new[] { 0, 3, 45, 46 }, new[] { 19, 20, 43, 44 })]
    [InlineData("ESP32_S2", new[] { 0, 45 }, new[] { 19, 20, 43, 44 })]
    [InlineData("ESP32_C3", new[] { 2, 8, 9 }, new[] { 18, 19, 20, 21 })]
    [InlineData("ESP32_C6_THREAD", new[] { 4, 5, 8, 9, 15 }, new[] { 12, 13, 16, 17 })]
    public void AChipSaysWhichPinsNeedCare(string target, int[] strapping, int[] debugger)
    {
        ChipPins chip = ChipPins.Of(target);

        Assert.Equal(strapping, Enumerable.Range(0, chip.Highest + 1).Where(pin => chip.Warning(pin)?.Contains("starts:", StringComparison.Ordinal) == true));
        Assert.Equal(debugger, Enumerable.Range(0, chip.Highest + 1).Where(pin => chip.Warning(pin)?.Contains("USB cable's", StringComparison.Ordinal) == true));
    }

    [Fact]
    public void SetRefusesAPinThatTheChipDoesNotHaveAndWarnsOfOneThatSelectsHowItStarts()
    {
        ConsoleBench bench = new();

        Assert.Equal("error  motion.pin: ESP32 has no pin 24", bench.Answer("set motion.pin 27,24"));
        Assert.Equal("error  i2c.scl: pin 36 of ESP32 is an input only", bench.Answer("set i2c.scl 36"));
        Assert.Equal("error  motion.pin must be 0 to 39; several are separated by commas", bench.Answer("set motion.pin 40"));
        Assert.Equal(
            "ok  motion.pin = 12 (not saved); pin 12 selects how ESP32 starts: whatever drives it may keep the board from starting", bench.Answer("set motion.pin 12"));
    }

    [Theory]
    [InlineData(new byte[] { 0x24, 0x6F, 0x28, 0xA1, 0xB2, 0x03 }, "nano-a1b203")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0 }, null)]
    [InlineData(new byte[] { 1, 2 }, null)]
    [InlineData(null, null)]
    public void ABoardThatWasGivenNoNameHasItsAddressAsName(byte[]? address, string? name)
    {
        Assert.Equal(name, DeviceName.Of(address));
        Setting setting = SettingsTable.DeviceId;
        Assert.True(name == null || new SettingParser(SettingsTable.HighestPin).TryRead(setting, name, out _));
    }

    /// <summary>A TLS server answers the board's question, whichever versions it speaks; its first byte begins a handshake or refuses one.</summary>
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task ATlsServerAnswersTheHello(SslProtocols version)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        using RSA key = RSA.Create(2048);
        using X509Certificate2 made = new CertificateRequest("CN=broker", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task server = Task.Run(async () =>
        {
            using TcpClient accepted = await listener.AcceptTcpClientAsync(stop);
            await using SslStream tls = new(accepted.GetStream());
            try
            {
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate, EnabledSslProtocols = version }, stop);
            }
            catch (Exception e) when (e is AuthenticationException or IOException)
            {
                // The hello is all that comes.
            }
        }, stop);
        using TcpClient client = new();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, stop);

        await client.GetStream().WriteAsync(TlsHello.Bytes, stop);
        byte[] answer = new byte[1];
        await client.GetStream().ReadExactlyAsync(answer, stop);
        client.Close();
        await server;

        Assert.Contains(answer[0], new[] { TlsHello.Handshake, TlsHello.Alert });
        Assert.Equal(TlsHello.Bytes.Length - 5, (TlsHello.Bytes[3] << 8) | TlsHello.Bytes[4]);
    }
}
