namespace NanoEvents.Firmware.Checks.Instructions;

/// <summary>What the library methods that the firmware uses answer. Threads and locks do nothing: the machine is one thread.</summary>
internal static class IlLibrary
{
    public static Dictionary<string, Func<object?[], object?>> Answers() => new()
    {
        ["System.Array::Clear"] = a => Nothing(() => Array.Clear((Array)a[0]!, (int)a[1]!, (int)a[2]!)),
        ["System.Array::Copy"] = Copy,
        ["System.DateTime::.ctor"] = a => new DateTime((long)a[0]!),
        ["System.DateTime::get_Ticks"] = a => Value<DateTime>(a[0]).Ticks,
        ["System.DateTime::op_Subtraction"] = a => a[1] is TimeSpan t ? (DateTime)a[0]! - t : (DateTime)a[0]! - (DateTime)a[1]!,
        ["System.Runtime.CompilerServices.RuntimeHelpers::InitializeArray"] = a => Nothing(() => Buffer.BlockCopy((byte[])a[1]!, 0, (Array)a[0]!, 0, ((byte[])a[1]!).Length)),
        ["System.Int32::ToString"] = a => Value<int>(a[0]).ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["System.String::Concat"] = a => string.Concat(a),
        ["System.String::get_Chars"] = a => ((string)a[0]!)[(int)a[1]!],
        ["System.String::get_Item"] = a => ((string)a[0]!)[(int)a[1]!],
        ["System.String::get_Length"] = a => ((string)a[0]!).Length,
        ["System.String::op_Equality"] = a => (string?)a[0] == (string?)a[1],
        ["System.String::Split"] = a => ((string)a[0]!).Split((char[])a[1]!),
        ["System.String::Substring"] = a => a.Length == 2 ? ((string)a[0]!)[(int)a[1]!..] : ((string)a[0]!).Substring((int)a[1]!, (int)a[2]!),
        ["System.Threading.AutoResetEvent::Set"] = _ => true,
        ["System.Threading.Interlocked::CompareExchange"] = a => Exchange(a[0], old => old == (int)a[2]! ? (int)a[1]! : old),
        ["System.Threading.Interlocked::Decrement"] = a => Exchange(a[0], old => old - 1) - 1,
        ["System.Threading.Interlocked::Exchange"] = a => Exchange(a[0], _ => (int)a[1]!),
        ["System.Threading.Interlocked::Increment"] = a => Exchange(a[0], old => old + 1) + 1,
        ["System.Threading.Monitor::Enter"] = _ => null,
        ["System.Threading.Monitor::Exit"] = _ => null,
        ["System.TimeSpan::.ctor"] = a => new TimeSpan((long)a[0]!),
        ["System.TimeSpan::get_Ticks"] = a => Value<TimeSpan>(a[0]).Ticks,
    };

    private static object? Copy(object?[] a) => a.Length == 3
        ? Nothing(() => Array.Copy((Array)a[0]!, (Array)a[1]!, (int)a[2]!))
        : Nothing(() => Array.Copy((Array)a[0]!, (int)a[1]!, (Array)a[2]!, (int)a[3]!, (int)a[4]!));

    private static T Value<T>(object? self) => (T)(self is IlReference reference ? reference.Get() : self)!;

    private static int Exchange(object? location, Func<int, int> change)
    {
        IlReference reference = (IlReference)location!;
        int old = (int)reference.Get()!;
        reference.Set(change(old));
        return old;
    }

    private static object? Nothing(Action action)
    {
        action();
        return null;
    }
}
