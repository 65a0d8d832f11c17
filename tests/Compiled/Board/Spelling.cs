using Mono.Cecil;

namespace NanoEvents.Firmware.Checks.Board;

/// <summary>Types and members of the signatures, spelled as the listing spells them.</summary>
internal static class Spelling
{
    private static readonly Dictionary<string, string> _keywords = new()
    {
        ["System.Void"] = "void",
        ["System.Object"] = "object",
        ["System.String"] = "string",
        ["System.Boolean"] = "bool",
        ["System.Char"] = "char",
        ["System.Byte"] = "byte",
        ["System.SByte"] = "sbyte",
        ["System.Int16"] = "short",
        ["System.UInt16"] = "ushort",
        ["System.Int32"] = "int",
        ["System.UInt32"] = "uint",
        ["System.Int64"] = "long",
        ["System.UInt64"] = "ulong",
        ["System.Single"] = "float",
        ["System.Double"] = "double",
    };

    public static bool IsDelegate(TypeDefinition type) => type.BaseType?.FullName == "System.MulticastDelegate";

    public static string Head(TypeDefinition type)
    {
        string name = Plain(type);
        if (IsDelegate(type))
        {
            MethodDefinition invoke = type.Methods.Single(m => m.Name == "Invoke");
            return $"delegate {Name(invoke.ReturnType)} {name}({Parameters(invoke)})";
        }

        string modifiers = type.IsInterface || type.IsValueType ? string.Empty
            : type.IsAbstract && type.IsSealed ? "static "
            : type.IsAbstract ? "abstract "
            : type.IsSealed ? "sealed " : string.Empty;
        string kind = type.IsInterface ? "interface" : type.IsEnum ? "enum" : type.IsValueType ? "struct" : "class";
        return $"{modifiers}{kind} {name}";
    }

    public static IEnumerable<string> Bases(TypeDefinition type)
    {
        if (type.BaseType is { FullName: not ("System.Object" or "System.ValueType" or "System.Enum" or "System.MulticastDelegate") })
        {
            yield return Name(type.BaseType);
        }

        foreach (InterfaceImplementation implemented in type.Interfaces)
        {
            yield return Name(implemented.InterfaceType);
        }
    }

    /// <summary>Every member that others can see; of an enum <c>Name=Value</c> pairs.</summary>
    public static IEnumerable<string> Members(TypeDefinition type)
    {
        if (type.IsEnum)
        {
            return type.Fields.Where(f => f.IsStatic).Select(f => $"{f.Name}={f.Constant}");
        }

        return IsDelegate(type)
            ? []
            : type.Fields.Where(f => f.IsPublic || f.IsFamily).Select(Field)
                .Concat(type.Properties.Where(p => IsVisible(p.GetMethod ?? p.SetMethod)).Select(Property))
                .Concat(type.Events.Where(e => IsVisible(e.AddMethod)).Select(Event))
                .Concat(type.Methods.Where(m => IsVisible(m) && (!m.IsSpecialName || m.IsConstructor || m.Name.StartsWith("op_", StringComparison.Ordinal))).Select(m => Method(m, type)));
    }

    private static bool IsVisible(MethodDefinition method) => (method.IsPublic || method.IsFamily) && !(method.IsConstructor && method.IsStatic);

    private static string Field(FieldDefinition field)
    {
        string access = field.IsFamily ? "protected " : string.Empty;
        return field.HasConstant
            ? $"{access}const {Name(field.FieldType)} {field.Name} = {(field.Constant is char c ? $"\\u{(int)c:x4}" : field.Constant)}"
            : $"{access}{(field.IsStatic ? "static " : string.Empty)}{(field.IsInitOnly ? "readonly " : string.Empty)}{Name(field.FieldType)} {field.Name}";
    }

    private static string Property(PropertyDefinition property)
    {
        MethodDefinition any = property.GetMethod ?? property.SetMethod;
        string name = property.HasParameters ? $"this[{string.Join(", ", property.Parameters.Select(p => Name(p.ParameterType)))}]" : property.Name;
        string accessors = (property.GetMethod is null ? string.Empty : "get; ") + (property.SetMethod is null ? string.Empty : "set; ");
        return $"{(any.IsFamily ? "protected " : string.Empty)}{(any.IsStatic ? "static " : string.Empty)}{Name(property.PropertyType)} {name} {{ {accessors}}}";
    }

    private static string Event(EventDefinition e) => $"{(e.AddMethod.IsStatic ? "static " : string.Empty)}event {Name(e.EventType)} {e.Name}";

    private static string Method(MethodDefinition method, TypeDefinition type)
    {
        string access = method.IsFamily ? "protected " : string.Empty;
        if (method.IsConstructor)
        {
            return $"{access}{type.Name}({Parameters(method)})";
        }

        string modifier = method.IsStatic ? "static "
            : type.IsInterface || !method.IsVirtual || (method.IsFinal && method.IsNewSlot) ? string.Empty
            : method.IsAbstract ? "abstract "
            : method.IsNewSlot ? "virtual " : "override ";
        return $"{access}{modifier}{Name(method.ReturnType)} {method.Name}({Parameters(method)})";
    }

    private static string Parameters(MethodDefinition method) => string.Join(", ", method.Parameters.Select(Parameter));

    private static string Parameter(ParameterDefinition parameter)
    {
        string how = parameter.IsOut ? "out " : parameter.ParameterType.IsByReference ? "ref "
            : parameter.CustomAttributes.Any(a => a.AttributeType.Name == "ParamArrayAttribute") ? "params " : string.Empty;
        string otherwise = parameter.IsOptional ? $" = {parameter.Constant ?? "null"}" : string.Empty;
        return $"{how}{Name(parameter.ParameterType)} {parameter.Name}{otherwise}";
    }

    private static string Name(TypeReference type) => type switch
    {
        ByReferenceType reference => Name(reference.ElementType),
        ArrayType array => Name(array.ElementType) + "[]",
        _ => _keywords.GetValueOrDefault(type.FullName, Plain(type)),
    };

    private static string Plain(TypeReference type) => type.FullName.Replace('/', '.');
}
