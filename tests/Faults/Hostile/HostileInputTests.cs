using System.Text;
using NanoEvents.Firmware;
using NanoEvents.Protocol;
using NanoEvents.Simulator;

namespace NanoEvents.Faults.Tests;

/// <summary>Whatever comes in, it is read or refused with a reason: nothing else is thrown, and nothing that a terminal obeys comes out.</summary>
public sealed class HostileInputTests
{
    [Fact]
    public void EveryInputOfTheBatchCorpusIsReadOrToldWhy()
    {
        byte[][] corpus = Corpus.Hex("batches.hex");
        HashSet<BatchFault> faults = [];
        foreach (byte[] bytes in corpus)
        {
            BatchReader.TryRead(bytes, out Batch batch, out BatchError why);
            faults.Add(why.Fault);
            Assert.DoesNotContain(why.Fault == BatchFault.None ? string.Concat(batch.EventCount) : why.Message, char.IsControl);
        }

        Assert.True(faults.Count > 5, $"the corpus reaches {string.Join(", ", faults)} only");
    }

    [Fact]
    public void EveryTraceIsPlayedOrItsBadLineNamed()
    {
        var fuzzer = new ByteFuzzer(Corpus.Texts("traces.txt"), 11);
        int rows = 0;
        for (int i = 0; i < Corpus.Inputs; i++)
        {
            byte[] bytes = fuzzer.Next();
            try
            {
                using StreamReader reader = new(new MemoryStream(bytes), new UTF8Encoding(false, true));
                rows += TraceFile.Read("trace", reader).Rows.Count();
            }
            catch (TraceException e)
            {
                Assert.DoesNotContain(e.Message, char.IsControl);
                Assert.InRange(e.Message.Length, 10, 400);
            }
        }

        Assert.True(rows > Corpus.Inputs / 25, $"only {rows} rows were good");
    }

    [Fact]
    public void EverySettingsFileIsReadWholeOrNotAtAll()
    {
        SettingsFile file = new();
        SettingTexts values = new();
        byte[] good = file.Encode(values, 7, 0);
        byte[] text = Encoding.UTF8.GetBytes("NS\u0002\0\u0007\0\0\0\0\0\0\0\u0030\0device.id=hall\nmotion.pin=27\nunknown=1\n=\nwifi.ssid=\u001b[31m\nend=7\n##");
        var fuzzer = new ByteFuzzer([good, text], 12);
        int whole = 0;
        for (int i = 0; i < Corpus.Inputs; i++)
        {
            byte[] bytes = fuzzer.Next();
            if (i % 2 == 0 && bytes.Length > 24 && bytes.Length <= SettingsFile.MaxBytes)
            {
                // Comes past length, last line and check.
                "\nend=7\n"u8.CopyTo(bytes.AsSpan(bytes.Length - 9));
                "\u0007\0\0\0"u8.CopyTo(bytes.AsSpan(4));
                (bytes[12], bytes[13]) = ((byte)(bytes.Length - 16), (byte)((bytes.Length - 16) >> 8));
                int check = Crc16.Compute(bytes, bytes.Length - 2);
                (bytes[^2], bytes[^1]) = ((byte)check, (byte)(check >> 8));
            }

            if (file.IsWhole(bytes))
            {
                whole++;
                file.Encode(file.Decode(bytes), SettingsFile.Generation(bytes), SettingsFile.Flags(bytes));
            }
        }

        Assert.True(whole > Corpus.Inputs / 10, $"only {whole} were whole");
    }

    [Fact]
    public void EveryLineOnTheConsoleIsAnsweredWithOkOrError()
    {
        ConsoleBench bench = new();
        var fuzzer = new ByteFuzzer(Corpus.Texts("console.txt"), 13);
        for (int i = 0; i < Corpus.Inputs / 4; i++)
        {
            byte[] bytes = fuzzer.Next();
            bench.Console.Feed(bytes, bytes.Length);
            bench.Console.Feed([(byte)'\n'], 1);
            Assert.All(bench.Lines, line => Assert.DoesNotContain(line, char.IsControl));
            Assert.True(bench.Lines.Count == 0 || bench.Lines[^1].StartsWith("ok", StringComparison.Ordinal) || bench.Lines[^1].StartsWith("error", StringComparison.Ordinal), bench.Lines.LastOrDefault());
            bench.Lines.Clear();
        }
    }

    [Fact]
    public void EveryPacketOfImprovIsAnsweredWithPacketsAndTheConsoleGoesOn()
    {
        ConsoleBench bench = new();
        var fuzzer = new ByteFuzzer(Corpus.Hex("improv.hex"), 17);
        byte[] ends = [.. Enumerable.Repeat((byte)'\n', 300)];
        byte[] stats = "stats\n"u8.ToArray();
        int commands = 0;
        for (int i = 0; i < Corpus.Inputs / 4; i++)
        {
            byte[] bytes = fuzzer.Next();
            bench.Console.Feed(bytes, bytes.Length);
            Assert.All(bench.Packets, packet => Assert.Equal(packet[^2], (byte)packet[1..^2].Sum(b => b)));
            commands += bench.Packets.Any(packet => packet[8] != ImprovCode.TypeError) ? 1 : 0;
            bench.Console.Feed(ends, ends.Length);
            bench.Lines.Clear();
            bench.Console.Feed(stats, stats.Length);
            Assert.Equal("ok  stats", bench.Lines[^1]);
            bench.Packets.Clear();
        }

        Assert.True(commands > Corpus.Inputs / 100, $"only {commands} were commands");
    }
}
