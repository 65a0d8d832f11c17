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
        ("drops the newest instead of the oldest", "int slot = number & _slotMask;", "if (Kept() == _capacity) { _next++; return; } int slot = number & _slotMask;"),
        ("overwrites what is in the outbox", "_values[slot] = value;", "_values[slot] = value; if (Kept() == _capacity) { _outValues[0] = value; }"),
        ("refills an outbox that is not empty", "if (_outCount != 0)", "if (_outCount > most)"),
        ("leaves in the ring what it moves to the outbox", "_taken = unchecked(first + moved);", "_taken = first;"),
        ("claims to have taken what is still in the ring", "_taken = unchecked(first + moved);", "_taken = _next;"),
        ("does not count what was dropped", "_announced = unchecked(_announced + first - _taken);", ""),
        ("forgets drops that are not yet announced", "return unchecked(_announced + _next - Kept() - _taken);", "return _announced;"),
        ("announces no overflow", "return unchecked(_taken - _outCount - _handedOver);", "return 0;"),
        ("holds one less than its capacity", "written < (uint)_capacity ? (int)written : _capacity;", "written < (uint)_capacity ? (int)written : _capacity - 1;"),
        ("holds as many as it has slots", "_capacity = capacityEvents;", "_capacity = slots;"),
        ("has too few slots", "while (slots < capacityEvents)", "while (slots * 2 <= capacityEvents)"),
        ("wraps its slots too early", "_slotMask = slots - 1;", "_slotMask = slots / 2;"),
        ("wraps its slots too late", "_slotMask = slots - 1;", "_slotMask = (slots * 2) - 1;"),
        ("compares numbers instead of subtracting them", "unchecked((uint)(_next - _taken))", "_next < _taken ? 0u : (uint)(_next - _taken)"),
        ("empties the outbox without noting it as acknowledged", "_acknowledged = _taken;", ""),
        ("notes as acknowledged and keeps the outbox", "_acknowledged = _taken;\n            _outCount = 0;", "_acknowledged = _taken;"),
        ("moves one more than it was asked for", "kept < most ? kept : most", "Math.Min(kept, most + 1)"),
        ("moves the newest", "int moved = Move(first, ", "int moved = Move(_next - 1, "),
        ("gives a dropping event no number", "_next = unchecked(number + 1);", "if (Kept() != _capacity) { _next++; }"),
        ("lets numbers pass int.MaxValue to 1", "_next = unchecked(number + 1);", "_next = number == int.MaxValue ? 1 : number + 1;"),
        ("lets numbers wrap to 1", "_next = unchecked(number + 1);", "_next = number == -1 ? 1 : unchecked(number + 1);"),
        ("mixes up the times", "_outTicks[moved] = _ticks[slot];", "_outTicks[moved] = _ticks[moved & _slotMask];"),
        ("shows the newest as the oldest", "ticks = _ticks[unchecked(_next - kept) & _slotMask];", "ticks = _ticks[unchecked(_next - 1) & _slotMask];"),
        ("is never urgent", "_isUrgent = _isUrgent || !EventWord.IsMeasured(word);", ""),
        ("stays urgent when it is empty", "_isUrgent = false;", ""),
        ("looks for what is urgent at the newest only", "left = left >= 0 && left < kept ? left : kept;", "left = Math.Min(left, 1);"),
    ];

    /// <summary>Compiles the real source with a text replaced; fails where the text is not there exactly once.</summary>
    public static Func<int, int, IRing> Compile(string text, string instead, AutoResetEvent wake)
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
        return Maker(Assembly.Load(image.ToArray()), wake);
    }

    private static Func<int, int, IRing> Maker(Assembly assembly, AutoResetEvent wake)
    {
        ConstructorInfo constructor = assembly.GetType(typeof(RealRing).FullName!, true)!.GetConstructors().Single();
        ParameterExpression capacity = Expression.Parameter(typeof(int));
        ParameterExpression first = Expression.Parameter(typeof(int));
        Expression make = Expression.New(constructor, capacity, first, Expression.Constant(wake));
        return Expression.Lambda<Func<int, int, IRing>>(Expression.Convert(make, typeof(IRing)), capacity, first).Compile();
    }
}
