using System.Net;
using System.Net.Sockets;
using NanoEvents.Cli.Tests.Support;

namespace NanoEvents.Cli.Tests;

/// <summary>Input that cannot be used: one line that says what, where and what to do, exit code 1, and what was good before it is there.</summary>
public sealed class WrongInputTests : IDisposable
{
    private const string Header = "timestamp,hall_Temp,hall_PIR\n";

    private readonly Traces _traces = new();

    public void Dispose() => _traces.Dispose();

    [Theory]
    [InlineData("", "is empty: the first line must be a header such as timestamp,Hall_Temp,Hall_PIR")]
    [InlineData("\0\u0001\u001b[2J,\n", "line 1: the first column must be 'timestamp'")]
    [InlineData("time,hall_Temp\n", "line 1: the first column must be 'timestamp', not 'time'")]
    [InlineData("timestamp,temperature\n", "line 1: no column ends in _Temp or _PIR")]
    [InlineData(Header + "yesterday,20,0\n", "line 2: 'yesterday' is not a time")]
    [InlineData(Header + "2024-01-01T00:00:00,warm,0\n", "line 2: column hall_Temp: 'warm' is not a temperature")]
    [InlineData(Header + "2024-01-01T00:00:00,20,2\n", "line 2: column hall_PIR: '2' is not 0 or 1")]
    [InlineData(Header + "2024-01-01T00:00:00,20\n", "line 2: 2 columns instead of 3")]
    public async Task ATraceThatCannotBeReadIsNamedWithItsLine(string text, string says)
    {
        string trace = _traces.Write("bad.csv", text);

        foreach (string[] arguments in Players(trace))
        {
            Finished failed = await Nanoevents.RunAsync(arguments);

            failed.AssertFailed(1, says);
            Assert.Contains("bad.csv", failed.ErrorLines[0]);
            Assert.DoesNotContain('\u001b', failed.Errors);
        }
    }

    [Fact]
    public async Task SoIsOneThatIsNotThere()
    {
        foreach (string[] arguments in Players(Path.Combine(_traces.Folder, "none.csv")))
        {
            (await Nanoevents.RunAsync(arguments)).AssertFailed(1, "none.csv: no such file; check the path");
        }
    }

    [Fact]
    public async Task SoIsADirectory()
    {
        foreach (string[] arguments in Players(_traces.Folder))
        {
            (await Nanoevents.RunAsync(arguments)).AssertFailed(1, "a directory; give the path of a CSV file");
        }
    }

    [Fact]
    public async Task SoIsAFileThatThisAccountMayNotRead()
    {
        string trace = _traces.Write("locked.csv", Header);
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
        {
            Assert.Skip("this account may read everything");
        }
        else
        {
            File.SetUnixFileMode(trace, UnixFileMode.None);
        }

        (await Nanoevents.RunAsync(["encode", "--trace", trace])).AssertFailed(1, "may not be read by this account");
    }

    [Fact]
    public async Task ALineWithoutEndDoesNotFillTheMemory()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "there is no endless file here");

        (await Nanoevents.RunAsync(["encode", "--trace", "/dev/zero"])).AssertFailed(1, "line 1: the line is longer than 16384 characters");
    }

    [Fact]
    public async Task EventsBeforeABadLineAreDelivered()
    {
        string good = Traces.Random(5, 498);
        string trace = _traces.Write("bad.csv", good + "never,0,1,2,0\n" + good);

        Finished demo = await Nanoevents.RunAsync(["demo", "--trace", trace, "--speed", "max", "--json"]);

        demo.AssertFailed(1, "bad.csv line 500: 'never' is not a time");
        List<string> expected = ExpectedEvents.Of(good);
        Assert.Equal(expected, ExpectedEvents.Printed(demo.Lines));
        Assert.StartsWith($$"""{"kind":"summary","raised":{{expected.Count}},"delivered":{{expected.Count}},"lost":0,""", demo.Lines[^1]);
    }

    [Fact]
    public async Task BatchesBeforeABadLineAreGiven()
    {
        string good = Traces.Random(6, 100);
        string trace = _traces.Write("bad.csv", good + "2024-01-01,,,,\n");

        Finished encoded = await Nanoevents.RunAsync(["encode", "--trace", trace]);
        Finished decoded = await Nanoevents.RunAsync(["decode", "--json"], encoded.Output);

        encoded.AssertFailed(1, "line 102");
        Assert.Equal(ExpectedEvents.Of(good), ExpectedEvents.Printed(decoded.AssertDone().Lines));
    }

    [Theory]
    [InlineData("zz", "not hex")]
    [InlineData("0x00", "not hex")]
    [InlineData("", "not hex")]
    [InlineData("115", "an odd number of digits")]
    [InlineData("00", "1 bytes are too few: a batch has at least 8")]
    [InlineData("1156341207e8070026846928050401e9105af7", "the check does not fit")]
    public async Task AnArgumentThatIsNoBatchIsNamed(string hex, string says)
    {
        const string Good = "1156341207e8070026846928050401e9105af6";

        Finished decoded = await Nanoevents.RunAsync(["decode", Good, hex, Good]);

        decoded.AssertFailed(1, says);
        Assert.StartsWith("error  batch 2: ", decoded.ErrorLines[0]);
        Assert.Equal(2, decoded.Lines.Length);
    }

    [Fact]
    public async Task ALineOfInputThatIsNoBatchIsNamed()
    {
        const string Good = "1156341207e8070026846928050401e9105af6";

        Finished decoded = await Nanoevents.RunAsync(["decode", "-"], $"{Good}\r\n\n{new string('0', 10_000_000)}\n{Good}");

        decoded.AssertFailed(1, "line 3: too long");
        Assert.Equal(2, decoded.Lines.Length);
    }

    [Fact]
    public async Task InputThatIsSomethingElseIsNotAnsweredLineByLine()
    {
        Finished decoded = await Nanoevents.RunAsync(["decode"], string.Concat(Enumerable.Repeat("timestamp,a_Temp\n", 5000)));

        Assert.Equal((1, 11), (decoded.ExitCode, decoded.ErrorLines.Length));
        Assert.Contains("4990 more like these", decoded.ErrorLines[^1]);
    }

    [Fact]
    public async Task NoInputIsNothingToDecode()
    {
        Finished decoded = (await Nanoevents.RunAsync(["decode"], "")).AssertDone();

        Assert.Equal(("", "warning  nothing to decode: standard input was empty\n"), (decoded.Output, decoded.Errors.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task APortInUseIsNamed()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        string port = ((IPEndPoint)other.LocalEndpoint).Port.ToString();

        (await Nanoevents.RunAsync(["demo", "--port", port])).AssertFailed(1, $"port {port} is in use: stop what uses it, or choose another with --port");
        (await Nanoevents.RunAsync(["broker", "--local", "--port", port])).AssertFailed(1, $"port {port} is in use");
    }

    [Fact]
    public async Task APasswordFileThatCannotBeReadIsNamed()
    {
        Finished failed = await Nanoevents.RunAsync(["broker", "--local", "--password-file", Path.Combine(_traces.Folder, "none")]);

        failed.AssertFailed(1, "--password-file must be the path of a file whose first line is the password: there is no such file");
    }

    [Fact]
    public async Task AnEmptyPasswordFileIsNoPassword()
    {
        Finished failed = await Nanoevents.RunAsync(["broker", "--local", "--password-file", _traces.Write("password", "\n")]);

        failed.AssertFailed(1, "its first line must be a password of 1 to 256 characters");
    }

    private static string[][] Players(string trace) =>
        [["encode", "--trace", trace], ["demo", "--speed", "max", "--trace", trace], ["simulate", "--broker", "127.0.0.1:1", "--device", "d", "--speed", "max", "--trace", trace]];
}
