using Mono.Cecil.Cil;

namespace NanoEvents.Firmware.Checks.Instructions;

/// <summary>The instructions that take one or two numbers and leave one.</summary>
internal static class IlArithmetic
{
    public static object Two(Code code, object? left, object? right) => unchecked((left, right) switch
    {
        (int a, int b) => Int(code, a, b),
        (long a, long b) => Long(code, a, b),
        (long a, int b) => Shift(code, a, b),
        (double a, double b) => Double(code, a, b),
        _ => throw Unknown(code),
    });

    // The first arm says object, or all of them would become double.
    public static object One(Code code, object? value) => unchecked((code, value) switch
    {
        (Code.Neg, int v) => (object)-v,
        (Code.Neg, long v) => -v,
        (Code.Neg, double v) => -v,
        (Code.Not, int v) => ~v,
        (Code.Not, long v) => ~v,
        (Code.Conv_I1, _) => (int)(sbyte)ToLong(value),
        (Code.Conv_I2, _) => (int)(short)ToLong(value),
        (Code.Conv_I4, _) => (int)ToLong(value),
        (Code.Conv_U1, _) => (int)(byte)ToLong(value),
        (Code.Conv_U2, _) => (int)(ushort)ToLong(value),
        (Code.Conv_U4, _) => (int)(uint)ToLong(value),
        (Code.Conv_I8, _) => ToLong(value),
        (Code.Conv_U8, int v) => (long)(uint)v,
        (Code.Conv_U8, long v) => v,
        (Code.Conv_R4, _) => (double)(float)ToDouble(value),
        (Code.Conv_R8, _) => ToDouble(value),
        (Code.Conv_R_Un, int v) => (double)(uint)v,
        (Code.Conv_I or Code.Conv_U, int v) => v,
        _ => throw Unknown(code),
    });

    /// <summary>Whether a comparison holds, by the name that compare and branch instructions share.</summary>
    public static bool Compare(string how, object? left, object? right) => (left, right) switch
    {
        (int a, int b) => Holds(how, a.CompareTo(b), ((uint)a).CompareTo((uint)b)),
        (long a, long b) => Holds(how, a.CompareTo(b), ((ulong)a).CompareTo((ulong)b)),
        (double a, double b) => Floats(how, a, b),
        _ => how switch
        {
            "eq" => Equals(left, right),
            "ne.un" or "gt.un" => !Equals(left, right),
            _ => throw new NotSupportedException($"{how} of {left} and {right}"),
        },
    };

    private static bool Holds(string how, int signed, int unsigned) => how switch
    {
        "eq" => signed == 0,
        "ne.un" => signed != 0,
        "gt" => signed > 0,
        "ge" => signed >= 0,
        "lt" => signed < 0,
        "le" => signed <= 0,
        "gt.un" => unsigned > 0,
        "ge.un" => unsigned >= 0,
        "lt.un" => unsigned < 0,
        "le.un" => unsigned <= 0,
        _ => throw new NotSupportedException(how),
    };

    // With the suffix .un a comparison also holds where one side is no number.
    private static bool Floats(string how, double a, double b) => how switch
    {
        "eq" => a == b,
        "ne.un" => a != b,
        "gt" => a > b,
        "ge" => a >= b,
        "lt" => a < b,
        "le" => a <= b,
        "gt.un" => !(a <= b),
        "ge.un" => !(a < b),
        "lt.un" => !(a >= b),
        "le.un" => !(a > b),
        _ => throw new NotSupportedException(how),
    };

    private static object Int(Code code, int a, int b) => unchecked(code switch
    {
        Code.Add => a + b,
        Code.Add_Ovf => checked(a + b),
        Code.Sub => a - b,
        Code.Sub_Ovf => checked(a - b),
        Code.Mul => a * b,
        Code.Mul_Ovf => checked(a * b),
        Code.Div => a / b,
        Code.Div_Un => (int)((uint)a / (uint)b),
        Code.Rem => a % b,
        Code.Rem_Un => (int)((uint)a % (uint)b),
        Code.And => a & b,
        Code.Or => a | b,
        Code.Xor => a ^ b,
        Code.Shl => a << b,
        Code.Shr => a >> b,
        Code.Shr_Un => (int)((uint)a >> b),
        _ => throw Unknown(code),
    });

    private static object Long(Code code, long a, long b) => unchecked(code switch
    {
        Code.Add => a + b,
        Code.Sub => a - b,
        Code.Mul => a * b,
        Code.Div => a / b,
        Code.Div_Un => (long)((ulong)a / (ulong)b),
        Code.Rem => a % b,
        Code.Rem_Un => (long)((ulong)a % (ulong)b),
        Code.And => a & b,
        Code.Or => a | b,
        Code.Xor => a ^ b,
        _ => throw Unknown(code),
    });

    private static object Shift(Code code, long a, int b) => code switch
    {
        Code.Shl => a << b,
        Code.Shr => a >> b,
        Code.Shr_Un => (long)((ulong)a >> b),
        _ => throw Unknown(code),
    };

    private static object Double(Code code, double a, double b) => code switch
    {
        Code.Add => a + b,
        Code.Sub => a - b,
        Code.Mul => a * b,
        Code.Div => a / b,
        Code.Rem => a % b,
        _ => throw Unknown(code),
    };

    private static long ToLong(object? value) => unchecked(value switch
    {
        int i => i,
        long l => l,
        double d => (long)d,
        _ => throw new NotSupportedException($"{value} as a number"),
    });

    private static double ToDouble(object? value) => value is double d ? d : ToLong(value);

    private static NotSupportedException Unknown(Code code) => new($"The machine does not know {code} for these operands.");
}
