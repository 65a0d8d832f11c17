using Mono.Cecil;
using Mono.Cecil.Cil;
using NanoEvents.Firmware.Checks.Allocations;

namespace NanoEvents.Firmware.Checks.Instructions;

/// <summary>
/// Executes compiled firmware, instruction by instruction, on real values, and counts. Own methods are followed; a call into a library
/// is one instruction, and as many objects as <see cref="LibraryCosts"/> says; its answer comes from <see cref="Library"/>. Static constructors, which run
/// while the device starts, are not counted.
/// </summary>
/// <remarks>It knows what the firmware does after start: no generics, no user structs by value, no exceptions.</remarks>
public sealed class IlMachine(ModuleDefinition module)
{
    private const int MaxInstructions = 1_000_000;

    private readonly Dictionary<string, object?> _statics = new() { ["System.String System.String::Empty"] = string.Empty };
    private readonly HashSet<TypeDefinition> _ready = [];
    private readonly Dictionary<string, int> _executedIn = [];
    private int _executed;
    private int _created;

    /// <summary>What library methods answer, by <c>Type::Method</c>; an instance comes as the first argument.</summary>
    public Dictionary<string, Func<object?[], object?>> Library { get; } = IlLibrary.Answers();

    /// <summary>A new object of the firmware's.</summary>
    public object New(string type, params object?[] arguments)
    {
        TypeDefinition definition = Type(type);
        MethodDefinition constructor = definition.Methods.Single(m => m.IsConstructor && !m.IsStatic && m.Parameters.Count == arguments.Length);
        return Construct(constructor, [.. arguments.Select(IlValue.FromHost)])!;
    }

    /// <summary>Calls a method of an object and counts.</summary>
    public IlRun Run(object target, string method, params object?[] arguments) => Run(((IlObject)target).Type, method, [target, .. arguments]);

    /// <summary>Calls a static method and counts.</summary>
    public IlRun RunStatic(string type, string method, params object?[] arguments) => Run(Type(type), method, arguments);

    /// <summary>The latest run's instructions, method by method: where to look when a bound is missed.</summary>
    public string Breakdown => string.Join(", ", _executedIn.OrderByDescending(m => m.Value).Select(m => $"{m.Key} {m.Value}"));

    /// <summary>The value of a field.</summary>
    public static object? Field(object target, string field) => ((IlObject)target)[field];

    /// <summary>Sets a field, as an object initializer would.</summary>
    public static void SetField(object target, string field, object? value) => ((IlObject)target)[field] = value;

    internal void Count(Instruction instruction, MethodDefinition method)
    {
        Count(1, $"{method.DeclaringType.Name}.{method.Name}");
        _created += IsCreation(instruction) ? 1 : 0;
        if (_executed > MaxInstructions)
        {
            throw new InvalidOperationException($"More than {MaxInstructions} instructions; last in {method.FullName} at {instruction}.");
        }
    }

    // A constant text is a new object each time it is loaded; dates and spans are plain numbers.
    private static bool IsCreation(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Newarr or Code.Box or Code.Ldstr => true,
        Code.Newobj => ((MethodReference)instruction.Operand).DeclaringType.FullName is not ("System.DateTime" or "System.TimeSpan"),
        _ => false,
    };

    private void Count(int instructions, string where)
    {
        _executedIn[where] = _executedIn.GetValueOrDefault(where) + instructions;
        _executed += instructions;
    }

    internal object? Construct(MethodReference constructor, object?[] arguments)
    {
        string key = Key(constructor);
        if (Library.TryGetValue(key, out Func<object?[], object?>? answer))
        {
            return answer(arguments);
        }

        MethodDefinition definition = Definition(constructor);
        if (definition.DeclaringType.IsValueType)
        {
            throw new NotSupportedException($"new {definition.DeclaringType.FullName}: a struct by value is a heap object on the board");
        }

        if (definition.DeclaringType.BaseType?.FullName == "System.MulticastDelegate")
        {
            return ((IlDelegate)arguments[1]!) with { Target = arguments[0] };
        }

        IlObject created = new(definition.DeclaringType);
        if (IsOwn(definition))
        {
            Call(definition, [created, .. arguments]);
        }

        return created;
    }

    internal object? Call(MethodReference called, object?[] arguments, bool isVirtual)
    {
        _created += LibraryCosts.ObjectsOf(Key(called));
        if (arguments is [IlFake fake, ..])
        {
            return fake.TryGetValue(called.Name, out Func<object?[], object?>? played)
                ? IlValue.FromHost(played(arguments[1..]))
                : throw new InvalidOperationException($"The fake does not answer {Key(called)}.");
        }

        if (arguments is [IlDelegate bound, ..] && called.Name == "Invoke")
        {
            return Call(bound.Method, bound.Method.IsStatic ? arguments[1..] : [bound.Target, .. arguments[1..]]);
        }

        MethodDefinition method = Definition(called);
        if (isVirtual && method.IsVirtual && arguments[0] is IlObject target)
        {
            method = IlDispatch.Find(target.Type, method);
        }

        return IsOwn(method) ? Call(method, arguments) : CallLibrary(called, arguments);
    }

    internal object? GetStatic(FieldReference field)
    {
        Prepare(field.DeclaringType.Resolve());
        return _statics.TryGetValue(field.FullName, out object? value) ? value : IlValue.Default(field.FieldType);
    }

    internal void SetStatic(FieldReference field, object? value)
    {
        Prepare(field.DeclaringType.Resolve());
        _statics[field.FullName] = IlValue.Fit(field.FieldType, value);
    }

    private static string Key(MethodReference method) => $"{method.DeclaringType.FullName}::{method.Name}";

    private static MethodDefinition Definition(MethodReference method) =>
        method.Resolve() ?? throw new InvalidOperationException($"{method.FullName} is nowhere to be found.");

    private IlRun Run(TypeDefinition type, string method, object?[] arguments)
    {
        MethodDefinition[] candidates =
        [
            .. Bases(type).SelectMany(t => t.Methods).Where(m => m.Name == method && m.Parameters.Count + (m.IsStatic ? 0 : 1) == arguments.Length),
        ];
        if (candidates.Length != 1)
        {
            throw new InvalidOperationException($"{candidates.Length} methods {type.FullName}.{method} take these arguments.");
        }

        _executed = 0;
        _created = 0;
        _executedIn.Clear();
        object? result = Call(candidates[0], [.. arguments.Select(IlValue.FromHost)]);
        return new IlRun(result, _executed, _created);
    }

    private object? Call(MethodDefinition method, object?[] arguments)
    {
        Prepare(method.DeclaringType);
        if (method.IsSynchronized)
        {
            // Its lock is taken and given back without instructions of its own: as much as the two calls of a lock statement.
            Count(2, "lock");
        }

        return new IlFrame(this, method, arguments).Execute();
    }

    private object? CallLibrary(MethodReference called, object?[] arguments)
    {
        if (Library.TryGetValue(Key(called), out Func<object?[], object?>? answer))
        {
            return IlValue.FromHost(answer(arguments));
        }

        // The constructor of a library's base class.
        return called.Name == ".ctor" ? null : throw new InvalidOperationException($"Teach the machine what {Key(called)} answers.");
    }

    private void Prepare(TypeDefinition? type)
    {
        if (type is null || type.Module != module || !_ready.Add(type))
        {
            return;
        }

        if (type.Methods.SingleOrDefault(m => m.IsConstructor && m.IsStatic) is { } constructor)
        {
            (int executed, int created) = (_executed, _created);
            new IlFrame(this, constructor, []).Execute();
            (_executed, _created) = (executed, created);
        }
    }

    private bool IsOwn(MethodDefinition method) => method.Module == module && method.HasBody;

    private IEnumerable<TypeDefinition> Bases(TypeDefinition type)
    {
        for (TypeDefinition? t = type; t is not null && t.Module == module; t = t.BaseType?.Resolve())
        {
            yield return t;
        }
    }

    private TypeDefinition Type(string name) =>
        module.GetTypes().SingleOrDefault(t => t.FullName.Replace('/', '.') == name) ?? throw new InvalidOperationException($"There is no type {name}.");
}
