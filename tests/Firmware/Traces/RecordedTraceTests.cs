using System.Text;
using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;
using NanoEvents.Simulator;

namespace NanoEvents.Firmware.Tests.Traces;

/// <summary>Traces as loggers, spreadsheets and home automation write them: with holes, quotation marks, commas in numbers, letters of before Unicode.</summary>
public sealed class RecordedTraceTests
{
    private const string Header = "timestamp,A_Temp,A_PIR\n";
    private const string Berlin = "Europe/Berlin";

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("NaN")]
    [InlineData("nan")]
    [InlineData("NULL")]
    [InlineData("None")]
    [InlineData("NA")]
    [InlineData("N/A")]
    [InlineData("-")]
    [InlineData("unavailable")]
    [InlineData("unknown")]
    [InlineData("\"\"")]
    public void AHoleIsAThermometerThatDoesNotAnswerAndAPinOfWhichNothingIsKnown(string hole)
    {
        TraceRow row = Rows($"{Header}2024-03-01T00:00:00Z,{hole},{hole}").Single();

        Assert.Equal([TraceRow.NoAnswer, TraceRow.Silent], row.Values);
    }

    [Fact]
    public void TheDeviceRaisesAFaultForAHoleAndCountsEachFailedReading()
    {
        string csv = Header + "2024-03-01T00:00:00Z,20,0\n2024-03-01T00:00:10Z,,1\n2024-03-01T00:00:20Z,NaN,1\n2024-03-01T00:00:30Z,20.6,0\n";

        BatchBytes[] batches = [.. BatchEncoder.Encode(TraceFile.Read("holes", new StringReader(csv)), 64).Select(BatchBytes.Read)];

        Assert.Equal(
            ["temperature", "fault", "motion", "fault", "temperature", "motion"],
            batches.SelectMany(batch => batch.Events).Select(e => e.Kind));
        Assert.Equal(2, batches[^1].Counters[CounterId.SensorFailures]);
    }

    [Fact]
    public void APinWhoseFirstLevelIsAHoleStartsWithItsFirstLevel()
    {
        string csv = Header + "2024-03-01T00:00:00Z,20,\n2024-03-01T00:00:10Z,20,1\n2024-03-01T00:00:20Z,20,0\n";

        BatchBytes batch = BatchEncoder.Encode(TraceFile.Read("holes", new StringReader(csv)), 64).Select(BatchBytes.Read).Single();

        Assert.Equal(["temperature", "motion"], batch.Events.Select(e => e.Kind));
    }

    [Theory]
    [InlineData("\"timestamp\",\"A_Temp\",\"A_PIR\"\n\"2024-03-01T00:00:00Z\",\"20.09\",\"1\"")]
    [InlineData("timestamp;A_Temp;A_PIR\n2024-03-01T00:00:00Z;20,09;1")]
    [InlineData("timestamp;A_Temp;A_PIR\n2024-03-01T00:00:00Z;20.09;1,0")]
    [InlineData("timestamp\tA_Temp\tA_PIR\r\n2024-03-01T00:00:00Z\t20,09\ton\r\n")]
    [InlineData("\"timestamp\";\"a,b;c\";\"A_Temp\";A_PIR\n2024-03-01T00:00:00Z;\"x;\"\"y\"\"\";\"20,09\";true")]
    [InlineData("timestamp,A_Temp,A_PIR\n2024-03-01T00:00:00Z,\"20,09\",1.0")]
    [InlineData("\uFEFFtimestamp,A_Temp,A_PIR\n2024-03-01T00:00:00Z,20.09,True")]
    public void CellsAreReadAsSpreadsheetsWriteThem(string csv)
    {
        Trace trace = TraceFile.Read("sheet.csv", new StringReader(csv));

        Assert.Equal(["A", "A"], trace.Columns.Select(column => column.Name));
        Assert.Equal([2009, 1], trace.Rows.Single().Values);
    }

    [Theory]
    [InlineData("iso-8859-1", false)]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    public void LettersAreReadInWhateverTheFileIsWrittenIn(string encoding, bool hasMark)
    {
        Encoding written = Encoding.GetEncoding(encoding);
        byte[] text = written.GetBytes("timestamp,Küche_Temp,é_PIR\n2024-03-01T00:00:00Z,20.09,0\n");
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, [.. hasMark ? written.GetPreamble() : [], .. text]);

        Trace trace = TraceFile.Open(path);

        Assert.Equal(["Küche", "é"], trace.Columns.Select(column => column.Name));
        Assert.Single(trace.Rows);
        File.Delete(path);
    }

    [Fact]
    public void Utf16WithoutAMarkIsNamed()
    {
        string path = Path.GetTempFileName();
        File.WriteAllBytes(path, Encoding.Unicode.GetBytes(Header));

        Assert.Contains("line 1: the file looks like UTF-16 without a mark", Assert.Throws<TraceException>(() => TraceFile.Open(path)).Message);
        File.Delete(path);
    }

    [Fact]
    public void TheHourThatComesTwiceIsNamedWhereNoZoneIsGiven()
    {
        TraceException thrown = Assert.Throws<TraceException>(() => Rows($"{Header}2024-10-27 02:59:30,20,0\n2024-10-27 02:00:00,20,1\n"));

        Assert.Contains("line 3: '2024-10-27 02:00:00' is before the one in the line above: is it local time, in the hour that comes twice? Then say which, such as --zone Europe/Berlin", thrown.Message);
    }

    [Fact]
    public void InAZoneTheHourThatComesTwiceComesTwice()
    {
        Assert.SkipUnless(TimeZoneInfo.TryFindSystemTimeZoneById(Berlin, out TimeZoneInfo? zone), "this machine knows no time zones");
        string csv = Header + "2024-10-27 01:59:30,20,0\n2024-10-27 02:00:00,20,0\n2024-10-27 02:59:30,20,0\n2024-10-27 02:00:00,20,1\n2024-10-27 02:59:30,20,0\n2024-10-27 03:00:00,20,0\n";

        TraceRow[] rows = [.. TraceFile.Read("local", new StringReader(csv), zone).Rows];

        long first = new DateTimeOffset(2024, 10, 26, 23, 59, 30, TimeSpan.Zero).ToUnixTimeMilliseconds() / BatchFormat.TickMs;
        Assert.Equal([0, 3000, 360_000, 363_000, 720_000, 723_000], rows.Select(row => row.Ticks - first));
    }

    [Fact]
    public void AnHourThatIsPutForwardOverIsNamed()
    {
        Assert.SkipUnless(TimeZoneInfo.TryFindSystemTimeZoneById(Berlin, out TimeZoneInfo? zone), "this machine knows no time zones");

        TraceException thrown = Assert.Throws<TraceException>(() =>
            TraceFile.Read("local", new StringReader($"{Header}2024-03-31 02:30:00,20,0\n"), zone).Rows.Count());

        Assert.Contains("never was in Europe/Berlin: the clock was put forward over it", thrown.Message);
    }

    [Fact]
    public void EveryTraceThatWasFoundIsReadOrNamed()
    {
        string folder = Path.Combine(Path.GetDirectoryName(Recorded.Path())!, "../cases/traces");
        Assert.SkipUnless(Directory.Exists(folder), "the recorded traces are not here");

        string[] unread = [.. Directory.EnumerateFiles(folder, "*.csv").Where(path => !IsRead(path)).Select(path => Path.GetFileName(path))];

        Assert.Equal(["dstlocal.csv"], unread);
    }

    private static bool IsRead(string path)
    {
        try
        {
            return TraceFile.Open(path).Rows.Count() > 0;
        }
        catch (TraceException e)
        {
            Assert.Contains(" line 3: ", e.Message);
            return false;
        }
    }

    private static List<TraceRow> Rows(string csv) => [.. TraceFile.Read("test.csv", new StringReader(csv)).Rows];
}
