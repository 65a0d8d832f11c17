using System.Reflection;
using System.Text;
using System.Threading;

namespace NanoEvents.Firmware.Tests.Start;

/// <summary>
/// How much of nanoCLR's heap objects take: what can be reached from some of them, in blocks of 12 bytes. The sizes are those that were measured
/// on its interpreter: an object has a block and one for each field, an array has a block and its elements, a reference in an array counts as a block.
/// </summary>
internal static class NanoHeap
{
    private const int Block = 12;
    private const int Delegate = 36;
    private const int Event = 36;

    /// <summary>The bytes of everything that can be reached.</summary>
    public static int BytesOf(params object?[] roots)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Stack<object?> open = new(roots);
        int bytes = 0;
        while (open.TryPop(out object? next))
        {
            if (next != null && IsOnHeap(next) && seen.Add(next))
            {
                bytes += Size(next);
                Follow(next, open);
            }
        }

        return bytes;
    }

    // A test's own objects, types and library parts stand for what the model counts elsewhere. Literals lie in flash.
    private static bool IsOnHeap(object value)
    {
        Type type = value.GetType();
        return value is string or Array or System.Delegate or AutoResetEvent || type == typeof(object) || type.Assembly == typeof(Device).Assembly
            || type.Assembly == typeof(EventKind).Assembly;
    }

    private static int Size(object value) => value switch
    {
        string text => Block + Rounded(Encoding.UTF8.GetByteCount(text) + 1),
        Array array => Block + Rounded(array.Length * ElementBytes(array.GetType().GetElementType()!)),
        System.Delegate => Delegate,
        AutoResetEvent => Event,
        _ => Block * (1 + Fields(value.GetType()).Count()),
    };

    private static int ElementBytes(Type type) =>
        type == typeof(byte) || type == typeof(bool) ? 1
        : type == typeof(char) || type == typeof(short) || type == typeof(ushort) ? 2
        : type == typeof(int) || type == typeof(uint) || type.IsEnum ? 4
        : type == typeof(long) ? 8
        : Block;

    private static void Follow(object value, Stack<object?> open)
    {
        if (value is Array array)
        {
            if (!array.GetType().GetElementType()!.IsValueType)
            {
                foreach (object? element in array)
                {
                    open.Push(element);
                }
            }
        }
        else if (value is System.Delegate called)
        {
            open.Push(called.Target);
        }
        else if (value is not (string or AutoResetEvent))
        {
            foreach (FieldInfo field in Fields(value.GetType()).Where(field => !field.FieldType.IsValueType))
            {
                open.Push(field.GetValue(value));
            }
        }
    }

    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (Type? at = type; at != null && at != typeof(object); at = at.BaseType)
        {
            foreach (FieldInfo field in at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }

    private static int Rounded(int bytes) => (bytes + Block - 1) / Block * Block;
}
