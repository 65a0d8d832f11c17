using System.Text;

namespace NanoEvents.Firmware.Tests.Consoles;

/// <summary>Packets that are damaged or broken off cost themselves, and lines and packets go on beside each other.</summary>
public sealed class ImprovNoiseTests
{
    private static readonly byte[] _wifi = ImprovTests.Wifi("MyWirelessAP"u8, "mysecurepassword"u8);
    private static readonly byte[] _askState = ImprovTests.Command(2, []);
    private static readonly byte[] _setName = ImprovTests.Command(6, "hall-7"u8);
    private static readonly byte[] _unknown = ImprovTests.Command(99, [0, 10, 13, 255]);

    private readonly ConsoleBench _bench = new();

    public static TheoryData<string> Packets => ["wifi", "state", "name", "unknown"];

    [Theory]
    [MemberData(nameof(Packets))]
    public void APacketThatIsTornAtAnyByteCostsAtMostItsLine(string name)
    {
        byte[] packet = Named(name);
        for (int length = 1; length < packet.Length - 1; length++)
        {
            _bench.Packets.Clear();
            _bench.Lines.Clear();

            _bench.Send(packet[..length]);
            int lines = 0;
            while (!_bench.Lines.Contains("ok  stats"))
            {
                Assert.True(lines++ < 3, $"torn after {length} bytes, the console answers {string.Join('|', _bench.Lines)}");
                _bench.Send("stats\r\n"u8.ToArray());
            }

            // Seven bytes are the header and the version: from there on it is Improv's.
            Assert.Equal(length < 7 ? [] : [ImprovCode.InvalidPacket], Errors().Where(error => error != 0));
            AssertAlive(name);
        }
    }

    [Theory]
    [MemberData(nameof(Packets))]
    public void AfterATornPacketTheNextOneIsAnsweredAtTheLatestWhenItIsSentAgain(string name)
    {
        byte[] packet = Named(name);
        for (int length = 1; length < packet.Length - 1; length++)
        {
            _bench.Send(packet[..length]);
            int sent = 0;
            _bench.Packets.Clear();
            while (!_bench.Packets.Any(answer => answer[8] == ImprovCode.TypeState))
            {
                Assert.True(sent++ < 2, $"torn after {length} bytes");
                _bench.Send(_askState);
            }

            AssertAlive(name);
        }
    }

    [Theory]
    [InlineData(12)]
    [InlineData(20)]
    [InlineData(30)]
    public void APacketThatFollowsHalfAWifiIsAnsweredAtOnce(int length)
    {
        _bench.Send([.. _wifi[..length], .. _askState]);

        Assert.Equal([ImprovCode.InvalidPacket, ImprovCode.NoError], Errors());
        Assert.Equal(ImprovCode.TypeState, _bench.Packets[^1][8]);
        Assert.Empty(_bench.Lines);
    }

    [Theory]
    [MemberData(nameof(Packets))]
    public void ADamagedBitAnywhereNeverSavesNorThrows(string name)
    {
        byte[] packet = Named(name);
        for (int bit = 0; bit < (packet.Length - 1) * 8; bit++)
        {
            byte[] damaged = [.. packet];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            _bench.Packets.Clear();
            _bench.Lines.Clear();

            _bench.Send(damaged);
            _bench.Send("\n\n\n"u8.ToArray());

            // Another letter, or a character in place of the version: a line of text, which nothing is sent for.
            bool isText = bit / 8 < 6 || damaged[6] > 7;
            Assert.True(isText || Errors().Contains(ImprovCode.InvalidPacket) || IsOpen(), $"bit {bit}: {string.Join(' ', Errors())}");
            Flush();
            AssertAlive(name);
        }
    }

    [Fact]
    public void APacketMayComeInTheMiddleOfALineAndInPieces()
    {
        _bench.Send("set motion.pin 2"u8.ToArray());
        foreach (byte b in _askState)
        {
            _bench.Send([b]);
        }

        Assert.Equal([0], Errors());
        Assert.Empty(_bench.Lines);
        Assert.Equal("ok  motion.pin = 27 (default)", Assert.Single(_bench.Ask("unset motion.pin")));
    }

    [Fact]
    public void ThreePacketsAndALineInOnePieceAreAnsweredEach()
    {
        _bench.Send([.. _askState, .. _askState[..^1], .. _askState[..^1], .. "\r\nshow motion.pin\r\n"u8]);

        Assert.Equal(3, _bench.Packets.Count(packet => packet[8] == ImprovCode.TypeState));
        Assert.Equal(["  motion.pin = 27 (default)", "ok  motion.pin"], _bench.Lines);
    }

    [Theory]
    [InlineData("IMPROV")]
    [InlineData("IMPROVE")]
    [InlineData("I")]
    [InlineData("IMPRO\u0001")]
    public void ALineThatBeginsLikeAPacketIsALine(string line)
    {
        Assert.StartsWith("error  ", Assert.Single(_bench.Ask(line)));
        Assert.Empty(_bench.Packets);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(7)]
    public void AnotherVersionIsInvalidToTheEndOfItsLine(byte version)
    {
        byte[] packet = [.. "IMPROV"u8, version, .. "xxxxxxxxxxxxxxxxxxxxxxxx"u8, (byte)'\n'];

        _bench.Send(packet);

        Assert.Equal([ImprovCode.InvalidPacket], Errors());
        Assert.Empty(_bench.Lines);
        Assert.Equal("ok  stats", _bench.Ask("stats")[^1]);
    }

    [Fact]
    public void APacketAfterAHundredThousandBytesWithoutALineEndIsAnswered()
    {
        _bench.Send(Encoding.ASCII.GetBytes(new string('x', 100_000)));

        _bench.Send(_askState);

        Assert.Equal([0], Errors());
        Assert.Equal("ok  stats", _bench.Ask("stats")[^1]);
    }

    [Fact]
    public void RandomBytesAndPiecesNeverThrowAndTheConsoleAnswersAfterThem()
    {
        Random random = new(5);
        byte[][] pieces = [_wifi, _askState, _setName, _unknown, "IMPROV"u8.ToArray(), [1, 3], "stats\r\n"u8.ToArray(), "\n"u8.ToArray(), "set wifi.ssid x\n"u8.ToArray()];
        for (int run = 0; run < 30000; run++)
        {
            byte[] piece = random.Next(3) == 0 ? new byte[random.Next(60)] : [.. pieces[random.Next(pieces.Length)]];
            if (piece.All(b => b == 0) || random.Next(4) == 0)
            {
                random.NextBytes(piece.AsSpan(piece.Length == 0 ? 0 : random.Next(piece.Length)));
            }

            _bench.Send(piece[..random.Next(piece.Length + 1)]);
            if (run % 100 == 99)
            {
                Flush();
                Assert.Equal("ok  stats", _bench.Ask("stats")[^1]);
                _bench.Packets.Clear();
                _bench.Send(_askState);
                Assert.Equal([0], Errors());
            }
        }

        string saved = Configuration.Values.Text(_bench.Keeper.Saved);
        Assert.Contains("wifi.ssid=MyWirelessAP", saved, StringComparison.Ordinal);
    }

    private static byte[] Named(string name) => name switch
    {
        "wifi" => _wifi,
        "state" => _askState,
        "name" => _setName,
        _ => _unknown,
    };

    private int[] Errors() => [.. _bench.Packets.Where(packet => packet[8] == ImprovCode.TypeError).Select(packet => (int)packet[10])];

    // A packet whose length is damaged waits for more bytes.
    private bool IsOpen()
    {
        _bench.Lines.Clear();
        _bench.Send("\n"u8.ToArray());
        return _bench.Lines.Count == 0;
    }

    // More than the longest packet.
    private void Flush()
    {
        for (int i = 0; i < 300; i++)
        {
            _bench.Send("\n"u8.ToArray());
        }
    }

    private void AssertAlive(string name)
    {
        Flush();
        if (name is "wifi")
        {
            Assert.Equal(0, _bench.Restarts);
        }

        Assert.Equal(0, _bench.Store.BytesWritten);
        Assert.Equal("ok  stats", _bench.Ask("stats")[^1]);
        _bench.Packets.Clear();
        _bench.Send(_askState);
        Assert.Equal([0], Errors());
    }
}
