using Mono.Cecil;

namespace NanoEvents.Firmware.Checks.Instructions;

/// <summary>An object of the machine: its type, and its fields by name.</summary>
public sealed class IlObject(TypeDefinition type)
{
    private readonly Dictionary<string, object?> _fields = [];

    public TypeDefinition Type => type;

    /// <summary>A field's value; fields of base classes share the names, for none is hidden in the firmware.</summary>
    public object? this[string field]
    {
        get => _fields.TryGetValue(field, out object? value) ? value : IlValue.Default(Find(field));
        set => _fields[field] = IlValue.Fit(Find(field), value);
    }

    private TypeReference Find(string field)
    {
        for (TypeDefinition? t = type; t is not null; t = t.BaseType?.Resolve())
        {
            if (t.Fields.SingleOrDefault(f => f.Name == field) is { } found)
            {
                return found.FieldType;
            }
        }

        throw new MissingFieldException(type.FullName, field);
    }
}

/// <summary>A method and the object it belongs to.</summary>
public sealed record IlDelegate(object? Target, MethodDefinition Method);

/// <summary>A reference to a variable, a field or an element.</summary>
public sealed record IlReference(Func<object?> Get, Action<object?> Set);

/// <summary>An object that a test stands in for: methods by name, each counted as the one instruction that calls it.</summary>
public sealed class IlFake : Dictionary<string, Func<object?[], object?>>;

/// <summary>What a run returned, how many instructions it took, and how many objects it made.</summary>
public sealed record IlRun(object? Result, int Instructions, int Objects = 0);
