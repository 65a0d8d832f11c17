namespace NanoEvents.Firmware.Checks.Allocations;

/// <summary>The check itself: each kind of allocation is planted and found, and clean code is left alone.</summary>
public sealed class AllocationCheckTests
{
    private const string Helpers = """
        public struct Pair { public int A; public int B; public Pair(int a) { A = a; B = a; } public int Sum() { return A + B; } }
        public delegate int Sum(int a, int b);
        public enum Colour { Red = 1, Green = 2 }
        public interface ILamp { int Level { get; } }
        """;

    [Theory]
    [InlineData("new Object", "object M() { return new object(); }")]
    [InlineData("new Byte[]", "byte[] M(int n) { return new byte[n]; }")]
    [InlineData("new Int32[]", "static int[] M() { return new[] { 1, 2, 3, 4, 5 }; }")]
    [InlineData("box Int32", "object M(int n) { return n; }")]
    [InlineData("box Colour", "object M(Colour c) { return c; }")]
    [InlineData("string literal \"x\"", "string M() { return \"x\"; }")]
    [InlineData("call System.String::Concat", "string M(string a, string b) { return a + b; }")]
    [InlineData("call System.String::Format", "string M(string a) { return string.Format(a); }")]
    [InlineData("call System.Int32::ToString", "string M(int n) { return n.ToString(); }")]
    [InlineData("call System.String::op_Equality", "bool M(string a, string b) { return a == b; }")]
    [InlineData("call System.Enum::HasFlag", "bool M(Colour c) { return c.HasFlag(Colour.Red); }")]
    [InlineData("new Int32[]", "int N(params int[] all) { return all.Length; } int M() { return N(1, 2); }")]
    [InlineData("delegate Sum", "Sum M() { return (a, b) => a + b; }")]
    [InlineData("delegate Sum", "int N(int a, int b) { return a; } Sum M() { return N; }")]
    [InlineData("new <>c__DisplayClass", "Sum M(int n) { return (a, b) => a + b + n; }")]
    [InlineData("throw", "void M() { throw new System.InvalidOperationException(); }")]
    [InlineData("new InvalidOperationException", "void M() { throw new System.InvalidOperationException(); }")]
    [InlineData("throw", "System.Exception _kept; void M() { throw _kept; }")]
    [InlineData("throw", "void N() { } void M() { try { N(); } catch { throw; } }")]
    [InlineData("call System.Collections.IEnumerable::GetEnumerator", "int M(System.Collections.IList all) { int n = 0; foreach (object o in all) { n++; } return n; }")]
    [InlineData("call System.Collections.ArrayList::GetEnumerator", "int M(System.Collections.ArrayList all) { int n = 0; foreach (object o in all) { n++; } return n; }")]
    [InlineData("struct local Pair", "int M() { Pair p = default; return p.Sum() + p.Sum(); }")]
    [InlineData("new struct Pair", "static Pair _p; void M() { _p = new Pair(1); }")]
    [InlineData("struct parameter Pair", "int M(Pair p) { return p.A; }")]
    [InlineData("struct returned Pair", "Pair _p; Pair M() { return _p; }")]
    [InlineData("struct copied Pair", "Pair _p; Pair _q; void M() { _p = _q; }")]
    [InlineData("struct copied Pair", "static Pair _p; static Pair _q; void M() { _p = _q; }")]
    [InlineData("struct copied Pair", "void M(Pair[] all) { all[0] = all[1]; }")]
    [InlineData("struct copied Pair", "void M(ref Pair p) { p = default; }")]
    [InlineData("call System.BitConverter::GetBytes", "byte[] M(int n) { return System.BitConverter.GetBytes(n); }")]
    [InlineData("call System.Device.Gpio.GpioPin::Read, 1 object", "bool M(System.Device.Gpio.GpioPin p) { return (bool)p.Read(); }")]
    [InlineData("call System.Device.Gpio.GpioPin::Write, 2 objects", "void M(System.Device.Gpio.GpioPin p) { p.Write(true); }")]
    [InlineData("call System.Device.I2c.I2cDevice::WriteRead, 7 objects", "void M(System.Device.I2c.I2cDevice d, byte[] w, byte[] r) { d.WriteRead(w, r); }")]
    [InlineData("call System.Device.I2c.I2cDevice::ReadByte", "int M(System.Device.I2c.I2cDevice d) { return d.ReadByte(); }")]
    [InlineData("call System.SpanByte::op_Implicit", "void M(System.Device.I2c.I2cDevice d, byte[] w) { d.Write(w); }")]
    [InlineData("call Elsewhere.Far::Away, which is not checked", "void M() { Elsewhere.Far.Away(); }")]
    [InlineData("new Object", "object M { get { return new object(); } }")]
    [InlineData("new Object", "class Inner { object M() { return new object(); } }")]
    [InlineData("stackalloc", "unsafe int M() { int* p = stackalloc int[4]; return *p; }")]
    public void EachKindOfAllocationIsFound(string expected, string member)
    {
        string[] complaints = Check(member).Complaints();

        Assert.Contains(complaints, c => c.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void AStructInAnInterfaceIsFoundWhereItIsDeclared()
    {
        string[] complaints = Check("interface IShade { void Set(Pair pair); }").Complaints();

        Assert.Equal(["NanoEvents.Firmware.Helper.IShade.Set: struct parameter Pair"], complaints);
    }

    [Theory]
    [InlineData("readonly int[] _slots = new int[8]; int _n; void M(int v) { lock (_slots) { _slots[_n++ & 7] = v; } }")]
    [InlineData("long _last; void M(System.DateTime t) { _last = t.Ticks / System.TimeSpan.TicksPerMillisecond - System.Environment.TickCount64; }")]
    [InlineData("int M(int[] all) { int n = 0; foreach (int i in all) { n += i; } return n; }")]
    [InlineData("int M(ref int n) { return System.Threading.Interlocked.Increment(ref n); }")]
    [InlineData("int M(in Pair p) { return p.A; }")]
    [InlineData("int M(Pair[] all) { all[1].A = 3; return all[0].B; }")]
    [InlineData("Pair _p; int M() { _p.A = 1; return _p.B; }")]
    [InlineData("Sum _sum; int M() { return _sum(1, 2); }")]
    [InlineData("int M(ILamp lamp) { return lamp.Level; }")]
    [InlineData("int M(Colour c) { switch (c) { case Colour.Red: return 1; default: return 2; } }")]
    [InlineData("bool M(object o) { return o is Helper; }")]
    [InlineData("readonly System.Threading.AutoResetEvent _e = new System.Threading.AutoResetEvent(false); void M() { _e.Set(); _e.WaitOne(); _e.WaitOne(5, false); }")]
    [InlineData("void M(byte[] a, byte[] b) { try { System.Array.Copy(a, 0, b, 0, 4); } finally { System.Array.Clear(a, 0, 4); } }")]
    [InlineData("double M(double a, float b, long c) { return a * b + c; }")]
    [InlineData("void M(out int n) { n = 4; }")]
    public void CodeThatAllocatesNothingIsLeftAlone(string member)
    {
        Assert.Empty(Check(member).Complaints());
    }

    [Fact]
    public void ConstructorsMayAllocate()
    {
        Assert.Empty(Check("readonly byte[] _bytes; static readonly object _lock = new object(); public Helper() { _bytes = new byte[4]; }").Complaints());
    }

    [Fact]
    public void AnInterruptAdapterIsCheckedWhereverItStandsAndOtherAdaptersAreNot()
    {
        const string Source = """
            namespace NanoEvents.Esp32
            {
                class Link { object M() { return new object(); } }
                class Pins : nanoFramework.Runtime.Events.IEventProcessor
                {
                    public nanoFramework.Runtime.Events.BaseEvent ProcessEvent(uint data1, uint data2, System.DateTime time)
                    {
                        return new nanoFramework.Runtime.Events.BaseEvent();
                    }
                }
            }
            """;

        string[] complaints = new AllocationCheck(Planted.Compile(Source), FirmwareRules.Namespaces, FirmwareRules.Interfaces).Complaints();

        Assert.Equal(["NanoEvents.Esp32.Pins.ProcessEvent: new BaseEvent"], complaints);
    }

    [Fact]
    public void AnAllowanceCoversATypeOrAMethodAndNothingBeside()
    {
        AllocationCheck check = Check("object M() { return new object(); } object Mm() { return new object(); }");

        Assert.Empty(check.Complaints(new Allowed("NanoEvents.Firmware.Helper", "whole type")));
        Assert.Equal(["NanoEvents.Firmware.Helper.Mm: new Object"], check.Complaints(new Allowed("NanoEvents.Firmware.Helper.M", "one method")));
    }

    [Fact]
    public void AnAllowanceThatNothingNeedsIsAComplaint()
    {
        string[] complaints = Check("int M() { return 1; }").Complaints(new Allowed("NanoEvents.Firmware.Helper", "parses text"));

        Assert.Equal(["NanoEvents.Firmware.Helper: allowed (parses text), and does not allocate"], complaints);
    }

    private static AllocationCheck Check(string member)
    {
        const string Far = "namespace Elsewhere { static class Far { public static void Away() { } } }";
        string firmware = $"namespace NanoEvents.Firmware {{ {Helpers} class Helper {{ {member} }} }}";
        return new AllocationCheck(Planted.Compile(firmware, Far), FirmwareRules.Namespaces, FirmwareRules.Interfaces);
    }
}
