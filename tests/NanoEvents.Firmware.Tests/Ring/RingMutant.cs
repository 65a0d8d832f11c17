using System.Linq.Expressions;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using NanoEvents.Firmware.Tests.Support;

namespace NanoEvents.Firmware.Tests.Ring;

/// <summary>The ring's source with one mistake, compiled while the tests run.</summary>
internal static class RingMutant
{
    /// <summary>Each mistake: what it is, the text in EventRing.cs, and what stands there instead.</summary>
    public static readonly (string Mistake, string Text, string Instead)[] All =
    [
        ("drops the newest instead of the oldest", "int slot = _write;", "if (_count == _capacity) { _next++; return; } int slot = _write;"),
        ("overwrites what is in the outbox", "_written.Set();", "if (_count == _capacity) { _outValues[0] = value; } _written.Set();"),
        ("refills an outbox that is not empty", "if (_outCount != 0)", "if (_outCount > most)"),
        ("leaves in the ring what it moves to the outbox", "_count -= moved;", ""),
        ("does not count what was dropped", "_announced = unchecked(_announced + first - _taken);", ""),
        ("forgets drops that are not yet announced", "return unchecked(_announced + _next - _count - _taken);", "return _announced;"),
        ("announces no overflow", "return unchecked(_taken - _outCount - _acknowledged);", "return 0;"),
        ("wraps one late where it looks for the oldest", "slot < 0 ? slot + _capacity", "slot < -1 ? slot + _capacity"),
        ("wraps one too far where it looks for the oldest", "slot < 0 ? slot + _capacity", "slot < 0 ? slot + _capacity - 1"),
        ("wraps one early where it writes", "if (++slot == _capacity)\n                {\n                    slot = 0;\n                }\n\n                _write", "if (++slot >= _capacity - 1)\n                {\n                    slot = 0;\n                }\n\n                _write"),
        ("does not wrap where it takes", "if (++slot == _capacity)\n                    {", "if (++slot == _capacity + 1)\n                    {"),
        ("holds one less than its capacity", "if (_count != _capacity)", "if (_count < _capacity - 1)"),
        ("empties the outbox without noting it as acknowledged", "_acknowledged = _taken;", ""),
        ("notes as acknowledged and keeps the outbox", "_acknowledged = _taken;\n            _outCount = 0;", "_acknowledged = _taken;"),
        ("claims to have taken what is still in the ring", "_taken = unchecked(first + moved);", "_taken = _next;"),
        ("moves one more than it was asked for", "moved < _count && moved < most", "moved < _count && moved <= most"),
        ("starts with the newest", "int slot = Oldest();", "int slot = (_write + _capacity - 1) % _capacity;"),
        ("gives a dropping event no number", "_next = unchecked(_next + 1);", "if (_count != _capacity) { _next++; }"),
        ("lets numbers pass int.MaxValue to 1", "_next = unchecked(_next + 1);", "_next = _next == int.MaxValue ? 1 : _next + 1;"),
        ("lets numbers wrap to 1", "_next = unchecked(_next + 1);", "_next = _next == -1 ? 1 : unchecked(_next + 1);"),
        ("mixes up the times", "_outTicks[moved] = _ticks[slot];", "_outTicks[moved] = _ticks[moved % _capacity];"),
        ("stays urgent when it is empty", "_urgent = false;", ""),
        ("is never urgent", "_urgent = true;", ""),
        ("shows the newest as the oldest", "ticks = _ticks[Oldest()];", "ticks = _ticks[(_write + _capacity - 1) % _capacity];"),
    ];

    /// <summary>Compiles the real source with a text replaced; fails where the text is not there exactly once.</summary>
    public static Func<int, int, IRing> Compile(string text, string instead, AutoResetEvent written)
    {
        string source = Sources.Read("core/EventRing.cs");
        Assert.Equal(2, source.Split(text).Length);
        Assert.NotEqual(text, instead);
        CSharpCompilation compilation = CSharpCompilation.Create(
            $"Mutant{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(source.Replace(text, instead)), CSharpSyntaxTree.ParseText(Sources.Read("RealRing.cs"))],
            Sources.References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using MemoryStream image = new();
        EmitResult result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return Maker(Assembly.Load(image.ToArray()), written);
    }

    private static Func<int, int, IRing> Maker(Assembly assembly, AutoResetEvent written)
    {
        ConstructorInfo constructor = assembly.GetType(typeof(RealRing).FullName!, true)!.GetConstructors().Single();
        ParameterExpression capacity = Expression.Parameter(typeof(int));
        ParameterExpression first = Expression.Parameter(typeof(int));
        Expression make = Expression.New(constructor, capacity, first, Expression.Constant(written));
        return Expression.Lambda<Func<int, int, IRing>>(Expression.Convert(make, typeof(IRing)), capacity, first).Compile();
    }
}
