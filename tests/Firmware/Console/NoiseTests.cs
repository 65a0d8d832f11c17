using System.Text;

namespace NanoEvents.Firmware.Tests.Consoles;

/// <summary>Whatever comes over the line, the console goes on, and what was good before stays good.</summary>
public sealed class NoiseTests
{
    private readonly ConsoleBench _bench = new();

    [Theory]
    [InlineData("stats\r")]
    [InlineData("stats\n")]
    [InlineData("stats\r\n")]
    [InlineData("stats \t\r\n")]
    [InlineData("statx\bs\r\n")]
    [InlineData("statä\u007fs\r\n")]
    public void AnyLineEndAndABackspaceMakeOneLine(string sent)
    {
        _bench.Send(Encoding.UTF8.GetBytes(sent));

        Assert.Equal("ok  stats", _bench.Lines[^1]);
        Assert.Single(_bench.Lines, line => !line.StartsWith("  ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("set motion.pin 2\u00006")]
    [InlineData("\u001b[Aset motion.pin 26")]
    public void ControlBytesMakeALineGarbledAndNothingElse(string line)
    {
        Assert.Equal("error  the line was garbled and is ignored: send it again", _bench.Answer(line));
        Assert.Equal("ok  motion.pin = 26 (not saved)", _bench.Answer("set motion.pin 26"));
    }

    [Fact]
    public void BytesThatAreNoTextAreRefused()
    {
        foreach (byte[] bytes in new byte[][] { [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xE0, 0x80, 0x80] })
        {
            _bench.Lines.Clear();
            _bench.Send([.. "set motion.names "u8, .. bytes, (byte)'\n']);
            Assert.Equal(["error  the line was garbled and is ignored: send it again"], _bench.Lines);
        }

        Assert.Equal("ok  motion.names = küche,𝄞 (not saved)", _bench.Answer("set motion.names küche,𝄞"));
    }

    [Fact]
    public void ALineOf256BytesIsTakenAndALongerOneIsOneError()
    {
        string prefix = "set motion.names ";
        string longest = prefix + string.Join(',', Enumerable.Repeat("abcdefghijklmnopqrstuvwx", 9)) + ",abcdefghijklmn";
        Assert.Equal(256, longest.Length);

        Assert.StartsWith("ok  motion.names = ", _bench.Answer(longest));
        Assert.Equal("error  the line was longer than 256 bytes and is ignored", _bench.Answer(longest + "o"));
        Assert.Equal("ok  stats", _bench.Ask("stats")[^1]);
    }

    [Fact]
    public void AHundredThousandBytesWithoutANewlineAreOneError()
    {
        _bench.Send(Encoding.ASCII.GetBytes(new string('x', 100_000)));
        Assert.Empty(_bench.Lines);

        _bench.Send("\n"u8.ToArray());

        Assert.Equal(["error  the line was longer than 256 bytes and is ignored"], _bench.Lines);
        Assert.Equal("ok  motion.pin = 26 (not saved)", _bench.Answer("set motion.pin 26"));
    }

    [Fact]
    public void HalfALineWaitsForItsOtherHalf()
    {
        foreach (byte b in "set motion.pin 2"u8.ToArray())
        {
            _bench.Send([b]);
        }

        Assert.Empty(_bench.Lines);
        Assert.Equal("ok  motion.pin = 26 (not saved)", _bench.Answer("6"));
    }

    [Fact]
    public void ACheckedLineIsTakenWholeOrNotAtAllWhicheverBitIsFlipped()
    {
        byte[] line = Encoding.UTF8.GetBytes(_bench.Checked("set broker.password geheim"));
        for (int bit = 0; bit < line.Length * 8; bit++)
        {
            byte[] flipped = line.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            _bench.Send([.. flipped, (byte)'\n']);
            Assert.Equal(["  broker.password = (not set) (default)", "ok  broker.password"], _bench.Ask("show broker.password"));
        }

        _bench.Send([.. line, (byte)'\n']);
        _bench.Ask("save");
        Assert.Equal("geheim", new Settings(_bench.Keeper.Saved).BrokerPassword);
    }

    [Fact]
    public void ACheckedLineGetsACheckedAnswerAndTheNextOneDoesNot()
    {
        string[] answer = _bench.Ask(_bench.Checked("show motion.pin"));

        Assert.Equal(["  motion.pin = 27 (default) *", "ok  motion.pin *"], answer.Select(line => line[..^4]));
        Assert.All(answer, line => Assert.Equal(_bench.Checked(line[..^6])[1..5], line[^4..]));
        Assert.Equal("ok  motion.pin", _bench.Ask("show motion.pin")[^1]);
    }

    [Theory]
    [InlineData("*")]
    [InlineData("*0000")]
    [InlineData("*0000 stats")]
    [InlineData("*00G0 stats")]
    [InlineData("*FFFFstats")]
    public void ACheckThatIsNoneIsGarbled(string line)
    {
        Assert.Equal("error  the line was garbled and is ignored: send it again", _bench.Answer(line));
    }

    [Fact]
    public void RandomBytesNeverThrowNorChangeWhatWasSaved()
    {
        _bench.Ask("set broker.host 10.0.0.2");
        _bench.Ask("save");
        string saved = Configuration.Values.Text(_bench.Keeper.Saved);
        Random random = new(3);
        string[] words = ["set ", "show ", "unset ", "help ", "motion.pin", "broker.password", "=", "*0000 ", "\b", "\r", "\n", "\0", "é", "stats", "test", "9999999999999999", "discard"];
        for (int run = 0; run < 30000; run++)
        {
            if (random.Next(2) == 0)
            {
                byte[] noise = new byte[random.Next(60)];
                random.NextBytes(noise);
                _bench.Send(noise);
            }
            else
            {
                _bench.Send(Encoding.UTF8.GetBytes(words[random.Next(words.Length)]));
            }

            _bench.Lines.Clear();
        }

        _bench.Ask("");
        _bench.Ask("discard");
        Assert.Equal(saved, Configuration.Values.Text(_bench.Keeper.Saved));
        Assert.Equal("ok  stats", _bench.Ask("stats")[^1]);
    }
}
