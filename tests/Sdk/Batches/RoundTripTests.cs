using CsCheck;
using NanoEvents.Protocol;
using Xunit;

namespace NanoEvents.Tests;

public sealed class RoundTripTests
{
    private static EventKind[] SentKinds => [.. KindTable.All.Where(k => k.Number is not null).Select(k => k.Kind)];

    private static readonly Gen<(int Word, int Ticks, int Value)> _event = Gen.Select(
        Gen.Int[0, SentKinds.Length - 1].Select(i => SentKinds[i]), Gen.Int[0, 31], Gen.Bool, Gen.Int[0, 255],
        Gen.OneOf(Gen.Int[0, 200], Gen.Int[0, 1_000_000]), Gen.OneOf(Gen.Int[-20, 20], Gen.Int[-4000, 8500], Gen.Int[-32768, 32767]),
        (kind, source, flag, detail, ticks, value) => Make(kind, source, flag, detail, ticks, value));

    [Fact]
    public void WhatTheFirmwareWritesIsWhatTheSdkReads() =>
        Check.Sample(Gen.Select(_event.Array[0, 64], Gen.Int[0, int.MaxValue], Gen.Int[0, 2_000_000]), (events, sequence, sealedTicks) =>
        {
            var writer = new BatchWriter();
            writer.Begin(7, sequence, sealedTicks, false);
            List<(int Word, int Ticks, int Value)> written = [];
            foreach ((int Word, int Ticks, int Value) e in events.TakeWhile(_ => writer.HasRoom))
            {
                writer.PutEvent(e.Word, e.Ticks, e.Value);
                written.Add(e);
            }

            int length = writer.End();

            Assert.True(BatchReader.TryRead(writer.Buffer.AsSpan(0, length), out Batch batch, out BatchError why), why.Message);
            Assert.Equal(((uint)sequence, sealedTicks, written.Count), (batch.Sequence, (int)batch.SealedTicks, batch.EventCount));
            foreach (BatchEvent e in batch)
            {
                Assert.Equal(written[e.Index], Again(e));
            }
        }, iter: 20_000);

    [Fact]
    public void SoIsAShortBatch() =>
        Check.Sample(Gen.Select(_event.Array[1, 64], Gen.Int[0, int.MaxValue], Gen.Long[200_000_000_000, 900_000_000_000], Gen.Int[0, BatchFormat.MaxShortError]), (events, sequence, wall, error) =>
        {
            var writer = new BatchWriter();
            int first = events[0].Ticks;
            writer.BeginShort(7, sequence, wall, first, error);
            List<(int Word, int Ticks, int Value)> written = [];
            foreach ((int Word, int Ticks, int Value) e in events.TakeWhile(_ => writer.HasRoom))
            {
                writer.PutEvent(e.Word, e.Ticks, e.Value);
                written.Add(e);
            }

            int length = writer.End();

            Assert.True(BatchReader.TryRead(writer.Buffer.AsSpan(0, length), out Batch batch, out BatchError why), why.Message);
            Assert.Equal(((uint)sequence, wall, first & 0xFF, written.Count), (batch.Sequence, batch.WallTicks, batch.UptimeLow, batch.EventCount));
            Assert.InRange((long)batch.AnchorErrorTicks, error, Math.Max(2 * error, 1));
            foreach (BatchEvent e in batch)
            {
                Assert.Equal(written[e.Index], Again(e, wall - first));
            }
        }, iter: 20_000);

    private static (int, int, int) Make(EventKind kind, int source, bool flag, int detail, int ticks, int value) => kind switch
    {
        EventKind.Temperature => (EventWord.Pack(kind, source, false, 0), ticks, value),
        EventKind.Motion => (EventWord.Pack(kind, source, flag, 0), ticks, 0),
        EventKind.Threshold => (EventWord.Pack(kind, source, flag, detail & 1), ticks, EventWord.PackThreshold(value, value / 2)),
        EventKind.Chatter => (EventWord.Pack(kind, source, false, detail * 9), ticks, Math.Abs(value)),
        EventKind.Fault => (EventWord.Pack(kind, source, flag, detail), ticks, 0),
        _ => (EventWord.Pack(kind, source, false, 0), ticks, value * 1000),
    };

    private static (int, int, int) Again(in BatchEvent e, long from = 0)
    {
        var kind = (EventKind)e.RawKind;
        (int detail, int value) = kind switch
        {
            EventKind.Threshold => (e.Detail, EventWord.PackThreshold(e.CentiCelsius, e.LimitValue)),
            EventKind.Chatter => ((int)e.SpanTicks, (int)e.EdgeCount),
            _ => (e.Detail, e.CentiValue),
        };
        return (EventWord.Pack(kind, e.Source, kind != EventKind.Temperature && e.Flag, detail), (int)(e.Ticks - from), value);
    }
}
