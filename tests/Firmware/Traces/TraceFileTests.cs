using System.Text;
using NanoEvents.Protocol;
using NanoEvents.Simulator;

namespace NanoEvents.Firmware.Tests.Traces;

public sealed class TraceFileTests
{
    private const string Header = "timestamp,A_Temp,A_PIR";
    private const string Good = "2024-01-01T00:00:00,20,0";

    [Fact]
    public void ColumnsAreNumberedByTypeAndOthersArePassedOver()
    {
        Trace trace = Read("timestamp,Hall_Temp,CO2,Hall_PIR,_Temp,Light,Door_PIR,temp");

        Assert.Equal(
            [
                new TraceColumn(SourceType.Thermometer, 0, "Hall"), new TraceColumn(SourceType.MotionSensor, 0, "Hall"),
                new TraceColumn(SourceType.Thermometer, 1, ""), new TraceColumn(SourceType.MotionSensor, 1, "Door"),
            ],
            trace.Columns);
    }

    [Theory]
    [InlineData("20", 2000)]
    [InlineData("-0.005", -1)]
    [InlineData("-0.0049", 0)]
    [InlineData("24.945", 2495)]
    [InlineData("24.94499999", 2494)]
    [InlineData("-24.945", -2495)]
    [InlineData("1.005", 101)]
    [InlineData("+2.5e1", 2500)]
    [InlineData(" 21.5 ", 2150)]
    [InlineData("1e20", 100_000_000)]
    [InlineData("-79228162514264337593543950335", -100_000_000)]
    public void ATemperatureIsRoundedToHundredthsHalfAwayFromZero(string celsius, int centiCelsius)
    {
        Assert.Equal(centiCelsius, Rows($"{Header}\n2024-01-01T00:00:00,{celsius},0").Single().Values[0]);
    }

    [Theory]
    [InlineData("2017-12-22T10:49:41", 151393978100)]
    [InlineData("2017-12-22 10:49:41", 151393978100)]
    [InlineData("2017-12-22T10:49", 151393974000)]
    [InlineData("2017-12-22T10:49:41Z", 151393978100)]
    [InlineData("2017-12-22T10:49:41.999Z", 151393978199)]
    [InlineData("2017-12-22T10:49:41.0099999", 151393978100)]
    [InlineData("2017-12-22T10:49:41.01", 151393978101)]
    [InlineData("2017-12-22T12:49:41+02:00", 151393978100)]
    [InlineData("2017-12-22T05:19:41.5-05:30", 151393978150)]
    public void ATimeIsCutToTicksAndTakenAsUtcWhereNoZoneIsGiven(string timestamp, long ticks)
    {
        Assert.Equal(ticks, Rows($"{Header}\n{timestamp},20,0").Single().Ticks);
    }

    [Theory]
    [InlineData("2024-01-01T00:00:30,x,0", "'x' is not a temperature")]
    [InlineData("2024-01-01T00:00:30,1e400,0", "column A_Temp: '1e400' is not a temperature")]
    [InlineData("2024-01-01T00:00:30,Infinity,0", "'Infinity' is not a temperature")]
    [InlineData("2024-01-01T00:00:30,\"1.234,5\",0", "'1.234,5' is not a temperature")]
    [InlineData("2024-01-01T00:00:30,\"20,0", "a quotation mark is not closed")]
    [InlineData("2024-01-01T00:00:30,20,2", "'2' is not 0 or 1")]
    [InlineData("2024-01-01T00:00:30,20,0.5", "column A_PIR: '0.5' is not 0 or 1")]
    [InlineData("2024-01-01T00:00:30,20", "2 columns instead of 3")]
    [InlineData("2024-01-01T00:00:30,20,0,0,0", "5 columns instead of 3")]
    [InlineData("2023-12-31T23:59:59,20,0", "before the one in the line above")]
    [InlineData("2024-01-01T00:00:30+01:00,20,0", "before the one in the line above")]
    [InlineData("yesterday,20,0", "'yesterday' is not a time")]
    [InlineData("2024-02-30T00:00:00,20,0", "is not a time")]
    [InlineData("1999-12-31T23:59:59,20,0", "before the year 2000")]
    [InlineData("9999-12-31T23:59:59,20,0", "after the year 2299")]
    public void ABadLineIsNamedByItsNumberAndEndsTheTrace(string bad, string why)
    {
        List<TraceRow> rows = [];

        TraceException thrown = Assert.Throws<TraceException>(() => rows.AddRange(Rows($"{Header}\n{Good}\n{Good}\n{bad}\n{Good}\n")));

        Assert.StartsWith("test.csv line 4: ", thrown.Message);
        Assert.Contains(why, thrown.Message);
    }

    [Fact]
    public void TheRowsBeforeABadLineAreRead()
    {
        int rows = 0;

        Assert.Throws<TraceException>(() =>
        {
            foreach (TraceRow _ in Read($"{Header}\n{Good}\n{Good}\nbad").Rows)
            {
                rows++;
            }
        });

        Assert.Equal(2, rows);
    }

    [Theory]
    [InlineData("", "the first line must be a header")]
    [InlineData("time,A_Temp", "line 1: the first column must be 'timestamp', not 'time'")]
    [InlineData("timestamp", "line 1: no column ends in _Temp or _PIR")]
    [InlineData("timestamp,A_temp,A_pir", "line 1: no column ends in _Temp or _PIR")]
    public void ABadHeaderIsNamed(string csv, string why)
    {
        TraceException thrown = Assert.Throws<TraceException>(() => Read(csv));

        Assert.Contains(why, thrown.Message);
    }

    [Theory]
    [InlineData("_Temp")]
    [InlineData("_PIR")]
    public void AsManyColumnsOfATypeAsThereAreSourcesAreTaken(string suffix)
    {
        string thirtyTwo = "timestamp" + string.Concat(Enumerable.Range(0, 32).Select(i => $",{i}{suffix}"));

        Assert.Equal(32, Read(thirtyTwo).Columns.Count);
        Assert.Contains($"more than 32 columns end in {suffix}", Assert.Throws<TraceException>(() => Read($"{thirtyTwo},x{suffix}")).Message);
    }

    [Fact]
    public void AByteOrderMarkAndCarriageReturnsAreNobodysMistake()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, $"{Header}\r\n{Good}\r\n{Good}\r\n\r\n", new UTF8Encoding(true));

        Trace trace = TraceFile.Open(path);

        Assert.Equal(2, trace.Rows.Count());
        File.Delete(path);
    }

    [Fact]
    public void BlankLinesAtTheEndArePassedOverAndElsewhereAreBad()
    {
        Assert.Single(Rows($"{Header}\n{Good}\n\n  \n"));

        Assert.Contains("line 3: the line is empty", Assert.Throws<TraceException>(() => Rows($"{Header}\n{Good}\n\n\n{Good}\n")).Message);
    }

    [Fact]
    public void ControlCharactersNeverReachAMessage()
    {
        TraceException[] thrown =
        [
            Assert.Throws<TraceException>(() => Read("\u001b[31mtime,A_Temp")),
            Assert.Throws<TraceException>(() => Rows($"{Header}\n\u001b[2J,20,0")),
            Assert.Throws<TraceException>(() => Rows($"{Header}\n2024-01-01T00:00:00,\a20,0")),
            Assert.Throws<TraceException>(() => TraceFile.Read("\u001b[31m.csv", new StringReader(string.Empty))),
            Assert.Throws<TraceException>(() => TraceFile.Open("\u001b[31m.csv")),
            Assert.Throws<TraceException>(() => TraceFile.Open("a\0b")),
        ];

        Assert.All(thrown, e => Assert.DoesNotContain(e.Message, char.IsControl));
        Assert.Contains("?[31mtime", thrown[0].Message);
    }

    [Fact]
    public void AVeryLongFieldIsCutInAMessage()
    {
        TraceException thrown = Assert.Throws<TraceException>(() => Rows($"{Header}\n{new string('x', 10_000)},20,0"));

        Assert.InRange(thrown.Message.Length, 80, 300);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    public void AnEndlessLineIsNamedAndNotRead(string before)
    {
        TraceException thrown = Assert.Throws<TraceException>(() => Rows($"{(before.Length == 0 ? "" : Header)}{before}{new string('x', 10_000_000)}"));

        Assert.Contains($"line {before.Length + 1}: the line is longer than 16384 characters", thrown.Message);
    }

    [Fact]
    public void NamesThatAreTooLongOrHaveControlCharactersAreLeftOut()
    {
        Trace trace = Read($"timestamp,{new string('x', 24)}_Temp,{new string('ü', 13)}_Temp,\u001b_Temp");

        Assert.Equal([new string('x', 24), "", ""], trace.Names(SourceType.Thermometer));
    }

    [Theory]
    [InlineData("no-such-file.csv", "no such file")]
    [InlineData("no-such-folder/trace.csv", "no such file")]
    [InlineData(".", "")]
    [InlineData("", "")]
    public void AFileThatCannotBeReadIsOneClearLine(string path, string why)
    {
        TraceException thrown = Assert.Throws<TraceException>(() => TraceFile.Open(path));

        Assert.StartsWith($"{path}: ", thrown.Message);
        Assert.Contains(why, thrown.Message);
        Assert.DoesNotContain('\n', thrown.Message);
    }

    [Fact]
    public void AFileWithABadHeaderIsNotKeptOpen()
    {
        ClosingReader reader = new("nonsense");

        Assert.Throws<TraceException>(() => TraceFile.Read("test.csv", reader));

        Assert.True(reader.IsClosed);
    }

    private static Trace Read(string csv) => TraceFile.Read("test.csv", new StringReader(csv));

    private static List<TraceRow> Rows(string csv) => [.. Read(csv).Rows];

    private sealed class ClosingReader(string text) : StringReader(text)
    {
        public bool IsClosed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsClosed = true;
            base.Dispose(disposing);
        }
    }
}
