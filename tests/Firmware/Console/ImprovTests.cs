using System.Text;

namespace NanoEvents.Firmware.Tests.Consoles;

/// <summary>Improv on the console's port, byte by byte as https://www.improv-wifi.com/serial/ says.</summary>
public sealed class ImprovTests
{
    // IMPROV, version 1, a command of 32 bytes: 01 1E 0C MyWirelessAP 10 mysecurepassword, as in the specification; checksum, line end.
    private static readonly byte[] _wifi =
        Convert.FromHexString("494D50524F56010320" + "011E0C4D79576972656C6573734150106D7973656375726570617373776F7264" + "C10A");

    private static readonly byte[] _askState = Convert.FromHexString("494D50524F56010302" + "0200" + "E50A");
    private static readonly byte[] _askInformation = Convert.FromHexString("494D50524F56010302" + "0300" + "E60A");
    private static readonly byte[] _askNetworks = Convert.FromHexString("494D50524F56010302" + "0400" + "E70A");

    private const string NoError = "0A494D50524F5601020100E10A";
    private const string InvalidPacket = "0A494D50524F5601020101E20A";
    private const string UnknownCommand = "0A494D50524F5601020102E30A";
    private const string UnableToConnect = "0A494D50524F5601020103E40A";
    private const string BadName = "0A494D50524F5601020105E60A";
    private const string OtherError = "0A494D50524F56010201FFE00A";
    private const string Ready = "0A494D50524F5601010102E20A";
    private const string Provisioning = "0A494D50524F5601010103E30A";
    private const string Provisioned = "0A494D50524F5601010104E40A";
    private const string StateWithoutUrl = "0A494D50524F560104020200E60A";
    private const string WifiWithoutUrl = "0A494D50524F560104020100E50A";

    private readonly ConsoleBench _bench = new();

    [Fact]
    public void ADeviceWithoutAWifiIsReadyAndOneWithItIsProvisionedAndHasNoUrl()
    {
        Assert.Equal([NoError, Ready], Send(_askState));

        _bench.IsOnline = true;

        Assert.Equal([NoError, Provisioned, StateWithoutUrl], Send(_askState));
    }

    [Fact]
    public void TheDeviceSaysWhatItIs()
    {
        _bench.Ask("set device.id hall");
        _bench.Ask("save");

        byte[] answer = Convert.FromHexString(Send(_askInformation)[1]);

        Assert.Equal([3, .. Texts("NanoEvents", Boot.FirmwareVersion, "ESP32_REV3", "hall")], Data(4, answer));
    }

    [Fact]
    public void AWifiIsSavedAndTheDeviceRestartsToTryIt()
    {
        Assert.Equal([NoError, Provisioning], Send(_wifi));

        Settings saved = new(_bench.Keeper.Saved);
        Assert.Equal(("MyWirelessAP", "mysecurepassword"), (saved.WifiSsid, saved.WifiPassword));
        Assert.Equal(1, _bench.Restarts);
        Assert.Equal([NoError, Provisioning], Send(_askState));
        _bench.Start();
        Assert.True(_bench.Keeper.WasRestartRequested);
        Assert.Equal("MyWirelessAP", new Settings(_bench.Keeper.Running).WifiSsid);
    }

    [Fact]
    public void AfterTheRestartTheDeviceTellsByItselfThatItHasJoined()
    {
        Send(_wifi);
        _bench.Start();
        Assert.Empty(Wait(20000));
        Assert.Equal([NoError, Provisioning], Send(_askState));

        _bench.IsOnline = true;

        Assert.Equal([Provisioned, WifiWithoutUrl], Wait(20500));
        Assert.Empty(Wait(30000));
        Assert.Equal([NoError, Provisioned, StateWithoutUrl], Send(_askState));
    }

    [Fact]
    public void AfterTheRestartTheDeviceTellsByItselfThatItHasNotJoined()
    {
        Send(_wifi);
        _bench.Start();
        Assert.Empty(Wait(24999));

        Assert.Equal([UnableToConnect, Ready], Wait(25500));
        Assert.Empty(Wait(60000));
        Assert.Equal([NoError, Ready], Send(_askState));
        _bench.IsOnline = true;
        Assert.Equal([NoError, Provisioned, StateWithoutUrl], Send(_askState));
    }

    [Fact]
    public void ARestartThatSomebodyElseWantsTellsNothingByItself()
    {
        Send(_wifi);
        _bench.Start();
        _bench.Ask("restart");
        _bench.Start();
        _bench.Packets.Clear();
        _bench.IsOnline = true;

        Assert.Empty(Wait(1000));
    }

    [Fact]
    public void ANewWifiIsOnTrialAndGoesToTheBoardsStoreLikeTheConsoles()
    {
        _bench.Ask("set broker.host 10.0.0.2");
        _bench.Ask("save");
        _bench.Start();
        _bench.Keeper.TryKeep(_bench.Wifi);

        Send(_wifi);
        _bench.Start();

        Assert.True(_bench.Keeper.CanGoBack);
        Assert.Equal("10.0.0.2", new Settings(_bench.Keeper.Running).BrokerHost);
        Assert.True(_bench.Keeper.TryKeep(_bench.Wifi));
        Assert.Equal(("MyWirelessAP", "mysecurepassword"), (_bench.Wifi.Ssid, _bench.Wifi.Password));
    }

    [Fact]
    public void AnOpenWifiHasAnEmptyPassword()
    {
        Assert.Equal([NoError, Provisioning], Send(Wifi("cafe"u8, [])));

        Assert.Equal("", new Settings(_bench.Keeper.Saved).WifiPassword);
    }

    [Theory]
    [InlineData(0, 8)]
    [InlineData(32, 8)]
    [InlineData(200, 8)]
    [InlineData(8, 1)]
    [InlineData(8, 7)]
    [InlineData(8, 64)]
    [InlineData(8, 200)]
    public void AWifiThatNoBoardCanJoinIsAnErrorAndSavesNothing(int ssidBytes, int passwordBytes)
    {
        byte[] wifi = Wifi(Letters(ssidBytes), Letters(passwordBytes));

        Assert.Equal([NoError, UnableToConnect, Ready], Send(wifi));

        Assert.Equal(0, _bench.Restarts);
        Assert.Equal(0, _bench.Store.BytesWritten);
        Assert.Equal([NoError, Provisioning], Send(_wifi));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(31, 8)]
    [InlineData(31, 63)]
    public void TheLongestAndTheShortestAreTaken(int ssidBytes, int passwordBytes)
    {
        Assert.Equal([NoError, Provisioning], Send(Wifi(Letters(ssidBytes), Letters(passwordBytes))));
    }

    [Fact]
    public void ALetterOfSeveralBytesIsTakenAndBytesThatAreNoTextAreInvalid()
    {
        Assert.Equal([NoError, InvalidPacket], Send(Wifi([0xFF, 0xFE], "correct-horse"u8)));
        Assert.Equal([NoError, InvalidPacket], Send(Wifi("küche"u8, [.. "correct-horse"u8, 0xC3])));
        Assert.Equal([NoError, Provisioning], Send(Wifi("küche"u8, "correct-horse"u8)));
        Assert.Equal("küche", new Settings(_bench.Keeper.Saved).WifiSsid);
    }

    [Theory]
    [InlineData("IMPROV", "")]
    [InlineData("IMPROV", "IMPROVIMPROV")]
    [InlineData("IMIMPROV", "IMPROV-IMPROV")]
    public void LettersOfTheHeaderInAWifiAreLetters(string ssid, string password)
    {
        Assert.Equal([NoError, Provisioning], Send(Wifi(Encoding.UTF8.GetBytes(ssid), Encoding.UTF8.GetBytes(password))));
    }

    [Fact]
    public void StorageThatDoesNotTakeItIsSaid()
    {
        _bench.Store.BytesLeft = 0;

        Assert.Equal([NoError, OtherError, Ready], Send(_wifi));

        Assert.Equal(0, _bench.Restarts);
    }

    [Fact]
    public void NetworksHostnamesAndWhatIsToComeAreUnknown()
    {
        Assert.Equal([NoError, UnknownCommand], Send(_askNetworks));
        Assert.Equal([NoError, UnknownCommand], Send(Command(5, [])));
        Assert.Equal([NoError, UnknownCommand], Send(Command(7, [])));
        Assert.Equal([NoError, UnknownCommand], Send(Command(99, [0, 10, 13, 255])));
    }

    [Fact]
    public void TheNameOfTheDeviceIsToldAndSet()
    {
        _bench.Ask("set motion.pin 4");
        string before = Configuration.Values.Text(_bench.Keeper.Saved);

        Assert.Equal([6, .. Texts("nano")], Data(4, Convert.FromHexString(Send(Command(6, []))[1])));
        Assert.Equal(before, Configuration.Values.Text(_bench.Keeper.Saved));
        Assert.Equal([NoError, BadName], Send(Command(6, "the hall"u8)));
        Assert.Equal([NoError, BadName], Send(Command(6, Letters(33))));
        Assert.Equal([6, .. Texts("hall-7")], Data(4, Convert.FromHexString(Send(Command(6, "hall-7"u8))[1])));

        Assert.Equal("hall-7", new Settings(_bench.Keeper.Saved).DeviceId);
        Assert.NotEqual(4, new Settings(_bench.Keeper.Saved).MotionPins[0]);
        Assert.Equal(0, _bench.Restarts);
        Assert.Equal([NoError, Provisioning], Send(_wifi));
        Assert.Equal("hall-7", new Settings(_bench.Keeper.Saved).DeviceId);
    }

    [Fact]
    public void ThePasswordIsNeverWritten()
    {
        _bench.Lines.Clear();
        foreach (byte[] sent in new byte[][] { _wifi, Damaged(_wifi, 20), Damaged(_wifi, 40), _wifi[..^2], "\n"u8.ToArray(), _wifi[20..], _askState, _askInformation })
        {
            _bench.Send(sent);
        }

        foreach (string line in new[] { "", "show", "show wifi.password", "stats", "help wifi.password" })
        {
            _bench.Send(Encoding.UTF8.GetBytes(line + "\n"));
        }

        Assert.Contains("  wifi.password = (set) (after restart)", _bench.Lines);
        Assert.DoesNotContain(_bench.Lines, line => line.Contains("mysecure", StringComparison.Ordinal));
        Assert.DoesNotContain(_bench.Packets, packet => Encoding.Latin1.GetString(packet).Contains("mysecure", StringComparison.Ordinal));
    }

    /// <summary>A command as a packet.</summary>
    internal static byte[] Command(byte command, ReadOnlySpan<byte> data)
    {
        byte[] packet = [.. "IMPROV"u8, 1, 3, (byte)(data.Length + 2), command, (byte)data.Length, .. data];
        return [.. packet, (byte)packet.Sum(b => b), (byte)'\n'];
    }

    /// <summary>The command that sends a Wi-Fi.</summary>
    internal static byte[] Wifi(ReadOnlySpan<byte> ssid, ReadOnlySpan<byte> password) =>
        Command(1, [(byte)ssid.Length, .. ssid, (byte)password.Length, .. password]);

    internal static byte[] Damaged(byte[] packet, int at)
    {
        byte[] damaged = [.. packet];
        damaged[at] ^= 4;
        return damaged;
    }

    private static byte[] Letters(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)('a' + (i % 26)))];

    private static byte[] Texts(params string[] texts)
    {
        byte[] data = [.. texts.SelectMany(text => (byte[])[(byte)text.Length, .. Encoding.UTF8.GetBytes(text)])];
        return [(byte)data.Length, .. data];
    }

    // The data of a packet, which must be whole.
    private static byte[] Data(byte type, byte[] line)
    {
        Assert.Equal([(byte)'\n', .. "IMPROV"u8, 1, type, (byte)(line.Length - 12)], line[..10]);
        Assert.Equal([(byte)line[1..^2].Sum(b => b), (byte)'\n'], line[^2..]);
        return line[10..^2];
    }

    // What comes back as packets; there must be no line.
    private string[] Send(byte[] bytes)
    {
        _bench.Packets.Clear();
        _bench.Lines.Clear();
        _bench.Send(bytes);
        Assert.Empty(_bench.Lines);
        return [.. _bench.Packets.Select(Convert.ToHexString)];
    }

    private string[] Wait(long untilMs)
    {
        _bench.Clock.UptimeMs = untilMs;
        return Send([]);
    }
}
