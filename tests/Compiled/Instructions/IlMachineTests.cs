namespace NanoEvents.Firmware.Checks.Instructions;

/// <summary>The machine itself, on planted code and on the firmware's own bytes.</summary>
public sealed class IlMachineTests
{
    private const string Example = """
        using System;
        using nanoFramework.Runtime.Events;

        namespace Planted
        {
            public interface IClock { long UptimeMs { get; } }

            public sealed class Ring
            {
                private readonly object _lock = new object();
                private readonly int[] _slots = new int[4];
                public int Count;

                public void Write(int value)
                {
                    lock (_lock)
                    {
                        _slots[Count & 3] = value;
                        Count++;
                    }
                }

                public int Slot(int index) { return _slots[index]; }

                [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)]
                public int Locked(int index) { return _slots[index]; }
            }

            public sealed class Interrupts : IEventProcessor
            {
                private static readonly int[] s_pins = { 4, 18, 19, 21, 22 };
                private readonly Ring _ring;
                private readonly IClock _clock;
                private long _offset = long.MinValue;

                public Interrupts(Ring ring, IClock clock) { _ring = ring; _clock = clock; }

                public BaseEvent ProcessEvent(uint data1, uint data2, DateTime time)
                {
                    int pin = (int)(data1 >> 16);
                    long edge = time.Ticks / TimeSpan.TicksPerMillisecond;
                    long offset = edge - _clock.UptimeMs;
                    if (offset > _offset) { _offset = offset; }
                    for (int i = 0; i < s_pins.Length; i++)
                    {
                        if (s_pins[i] == pin && data2 != 0) { _ring.Write((int)(edge - _offset)); }
                    }
                    return null;
                }
            }

            public static class Sums
            {
                public static int Down(int n) { int s = 0; while (n > 0) { s += n; n--; } return s; }
                public static int Nested(int n) { int s = 0; try { try { s += n; } finally { s *= 10; } } finally { s++; } return s; }
                public static int Early(int n) { try { if (n > 3) { return n; } n += 100; } finally { n = -1; } return n; }
                public static int Which(int n) { switch (n) { case 0: return 5; case 1: return 6; case 2: return 7; case 3: return 8; default: return 9; } }
                public static uint Wrap(uint n) { return unchecked(n + 4294967295u) >> 28; }
                public static int Bytes(byte b) { unchecked { b += 200; byte[] a = { b, 1 }; a[1] = (byte)(a[0] << 4); return (a[0] << 8) | a[1]; } }
                public static long Longs(long n) { return unchecked(((n << 3) ^ (n >> 2)) * -7L) / 3L % 1000003L; }
                public static bool Unsigned(int n) { return (uint)n > 5u; }
                public static double Floats(int n) { return n / 4.0 + (float)0.5; }
                public static int Refs(int n) { int[] a = { 1, 2 }; Add(ref a[1], n); int s = 3; Add(ref s, a[1]); return s; }
                public static int Made(int n) { Func f = Double; return f(n) + Virtual(new B(), n); }
                private static int Virtual(A a, int n) { return a.Get(n); }
                private static int Double(int n) { return 2 * n; }
                private static void Add(ref int to, int n) { to += n; }
                public static int Forever() { while (true) { } }
                public static int Throws() { throw new InvalidOperationException(); }
            }

            public delegate int Func(int n);
            public class A { public virtual int Get(int n) { return n; } }
            public class B : A { public override int Get(int n) { return base.Get(n) + 1000; } }
        }
        """;

    private readonly IlMachine _machine = new(Planted.Compile(Example));

    [Fact]
    public void EveryInstructionExecutedIsCounted()
    {
        // Three to begin, eight for each time round, three for each test of the condition, two to return.
        Assert.Equal(new IlRun(6, 3 + (3 * 8) + (4 * 3) + 2), _machine.RunStatic("Planted.Sums", "Down", 3));
    }

    [Theory]
    [InlineData("Nested", 4, 41)]
    [InlineData("Early", 4, 4)]
    [InlineData("Early", 1, -1)]
    [InlineData("Which", 2, 7)]
    [InlineData("Which", 9, 9)]
    [InlineData("Bytes", 100, (44 << 8) | 0xC0)]
    [InlineData("Unsigned", -1, 1)]
    [InlineData("Unsigned", 5, 0)]
    [InlineData("Refs", 7, 12)]
    [InlineData("Made", 5, 1015)]
    public void TheMachineComputesWhatTheSourceSays(string method, int argument, int expected)
    {
        Assert.Equal(expected, _machine.RunStatic("Planted.Sums", method, argument).Result);
    }

    [Fact]
    public void NumbersOfEveryWidthComeOutAsTheyDoOnNet()
    {
        long n = -123456789012L;

        Assert.Equal(unchecked(((n << 3) ^ (n >> 2)) * -7L) / 3L % 1000003L, _machine.RunStatic("Planted.Sums", "Longs", n).Result);
        Assert.Equal(15, _machine.RunStatic("Planted.Sums", "Wrap", 0xF0000001u).Result);
        Assert.Equal(1.75, _machine.RunStatic("Planted.Sums", "Floats", 5).Result);
    }

    [Fact]
    public void AnEdgeIsFollowedFromHandlerToRing()
    {
        object ring = _machine.New("Planted.Ring");
        object interrupts = _machine.New("Planted.Interrupts", ring, new IlFake { ["get_UptimeMs"] = _ => 700L });

        IlRun run = _machine.Run(interrupts, "ProcessEvent", 21u << 16, 1u, new DateTime(1601, 1, 1, 0, 0, 5));

        Assert.Equal(1, IlMachine.Field(ring, "Count"));
        Assert.Equal(700, _machine.Run(ring, "Slot", 0).Result);
        Assert.True(run.Instructions > 24, $"{run.Instructions}");
    }

    [Fact]
    public void ALockAndItsEndAreCounted()
    {
        object ring = _machine.New("Planted.Ring");

        // Five to enter, eight to store, six to count, one to leave, three in finally, one to return; the calls are among them.
        Assert.Equal(24, _machine.Run(ring, "Write", 7).Instructions);

        // Two for the lock, four to load, one to return.
        Assert.Equal(2 + 4 + 1, _machine.Run(ring, "Locked", 0).Instructions);
    }

    [Fact]
    public void AnotherWayThroughTakesAnotherCount()
    {
        object ring = _machine.New("Planted.Ring");
        object interrupts = _machine.New("Planted.Interrupts", ring, new IlFake { ["get_UptimeMs"] = _ => 700L });

        int raised = _machine.Run(interrupts, "ProcessEvent", 21u << 16, 1u, new DateTime(0)).Instructions;
        int ignored = _machine.Run(interrupts, "ProcessEvent", 99u << 16, 1u, new DateTime(0)).Instructions;

        Assert.True(ignored < raised, $"{ignored} and {raised}");
    }

    [Fact]
    public void WhatTheMachineCannotDoIsSaidAndNotSkipped()
    {
        object interrupts = _machine.New("Planted.Interrupts", _machine.New("Planted.Ring"), new IlFake());

        Assert.Contains("get_UptimeMs", Assert.Throws<InvalidOperationException>(() => _machine.Run(interrupts, "ProcessEvent", 0u, 0u, new DateTime(0))).Message);
        Assert.Contains("instructions", Assert.Throws<InvalidOperationException>(() => _machine.RunStatic("Planted.Sums", "Forever")).Message);
        Assert.Contains("throws", Assert.Throws<InvalidOperationException>(() => _machine.RunStatic("Planted.Sums", "Throws")).Message);
    }

    [Fact]
    public void TheFirmwareWritesABatchInTheMachineAsItDoesOnNet()
    {
        IlMachine machine = new(Built.Read(Built.Firmware));
        object writer = machine.New("NanoEvents.Protocol.BatchWriter");

        machine.Run(writer, "Begin", 0x123456, 300, 1000L, false);
        machine.Run(writer, "PutEvent", 0, 700, 2153);
        machine.Run(writer, "PutEvent", 0, 750, 2140);
        int length = (int)machine.Run(writer, "End").Result!;

        byte[] buffer = (byte[])machine.Run(writer, "get_Buffer").Result!;
        Assert.Equal("10563412ac02e80704ac02e91003320d9e97", Convert.ToHexStringLower(buffer.AsSpan(0, length)));
    }
}
