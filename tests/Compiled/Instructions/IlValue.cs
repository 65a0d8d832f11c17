using System.Globalization;
using Mono.Cecil;

namespace NanoEvents.Firmware.Checks.Instructions;

/// <summary>Values as they lie on the stack: int, long, double, or an object. Smaller integers and enums are ints.</summary>
internal static class IlValue
{
    /// <summary>What a variable of a type holds before it is assigned.</summary>
    public static object? Default(TypeReference type) => Kind(type) switch
    {
        MetadataType.Int64 or MetadataType.UInt64 => (object)0L,
        MetadataType.Single or MetadataType.Double => 0d,
        MetadataType.ValueType when type.FullName == "System.DateTime" => default(DateTime),
        MetadataType.ValueType when type.FullName == "System.TimeSpan" => default(TimeSpan),
        MetadataType.ValueType => throw new NotSupportedException($"{type.FullName} by value: a heap object on the board"),
        MetadataType kind => IsInt(kind) ? 0 : null,
    };

    /// <summary>A value as a variable of a type keeps it: cut to the type's width.</summary>
    public static object? Fit(TypeReference type, object? value)
    {
        object? given = FromHost(value);
        return Kind(type) switch
        {
            MetadataType.Boolean or MetadataType.Byte => (int)(byte)(int)given!,
            MetadataType.SByte => (int)(sbyte)(int)given!,
            MetadataType.Int16 => (int)(short)(int)given!,
            MetadataType.UInt16 or MetadataType.Char => (int)(ushort)(int)given!,
            MetadataType.Single => (double)(float)(double)given!,
            _ => given,
        };
    }

    /// <summary>A value of a test as it lies on the stack.</summary>
    public static object? FromHost(object? value) => value switch
    {
        bool b => b ? 1 : 0,
        byte or sbyte or short or ushort or char => Convert.ToInt32(value, CultureInfo.InvariantCulture),
        uint u => unchecked((int)u),
        ulong u => unchecked((long)u),
        float f => (double)f,
        Enum e => Convert.ToInt32(e, CultureInfo.InvariantCulture),
        _ => value,
    };

    /// <summary>A new array of a type's elements.</summary>
    public static Array NewArray(TypeReference element, int length) => Kind(element) switch
    {
        MetadataType.Boolean or MetadataType.Byte => new byte[length],
        MetadataType.SByte => new sbyte[length],
        MetadataType.Int16 => new short[length],
        MetadataType.UInt16 => new ushort[length],
        MetadataType.Char => new char[length],
        MetadataType.Int32 or MetadataType.UInt32 => new int[length],
        MetadataType.Int64 or MetadataType.UInt64 => new long[length],
        MetadataType.Single => new float[length],
        MetadataType.Double => new double[length],
        _ => new object?[length],
    };

    public static void Store(Array array, int index, object? value)
    {
        unchecked
        {
            // By the element's own type: to the runtime an int[] is a uint[], too.
            object? fitting = Type.GetTypeCode(array.GetType().GetElementType()) switch
            {
                TypeCode.Boolean => (int)value! != 0,
                TypeCode.Byte => (byte)(int)value!,
                TypeCode.SByte => (sbyte)(int)value!,
                TypeCode.Int16 => (short)(int)value!,
                TypeCode.UInt16 => (ushort)(int)value!,
                TypeCode.Char => (char)(int)value!,
                TypeCode.UInt32 => (uint)(int)value!,
                TypeCode.UInt64 => (ulong)(long)value!,
                TypeCode.Single => (float)(double)value!,
                _ => value,
            };
            array.SetValue(fitting, index);
        }
    }

    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        int i => i != 0,
        long l => l != 0,
        _ => true,
    };

    private static bool IsInt(MetadataType kind) => kind is >= MetadataType.Boolean and <= MetadataType.UInt32;

    private static MetadataType Kind(TypeReference type) =>
        type.MetadataType == MetadataType.ValueType && type.Resolve() is { IsEnum: true } e
            ? e.Fields.Single(f => f.Name == "value__").FieldType.MetadataType
            : type.MetadataType;
}
