using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoEvents.Firmware.Checks.Allocations;

/// <summary>
/// Finds, in compiled code, what takes heap on nanoCLR: besides new objects and arrays that is every user struct by value, every
/// string literal, every throw, and every call into a library that was not measured to be free.
/// </summary>
public sealed class AllocationCheck(ModuleDefinition module, string[] namespaces, string[] interfaces)
{
    /// <summary>The methods that are looked at: all with a body that are no constructors.</summary>
    public IEnumerable<MethodDefinition> Methods =>
        module.GetTypes().Where(IsChecked).SelectMany(t => t.Methods).Where(m => !m.IsConstructor && !IsDelegate(m.DeclaringType));

    /// <summary>Every allocation that is not allowed, and every allowance that nothing needs; one line each.</summary>
    public string[] Complaints(params Allowed[] allowed)
    {
        List<string> complaints = [];
        HashSet<Allowed> idle = [.. allowed];
        foreach (MethodDefinition method in Methods)
        {
            string name = $"{method.DeclaringType.FullName.Replace('/', '.')}.{method.Name}";
            Allowed[] covering = [.. allowed.Where(a => a.Covers(name))];
            foreach (string what in Allocations(method).Distinct())
            {
                idle.ExceptWith(covering);
                if (covering.Length == 0)
                {
                    complaints.Add($"{name}: {what}");
                }
            }
        }

        complaints.AddRange(idle.Select(a => $"{a.Where}: allowed ({a.Reason}), and does not allocate"));
        return [.. complaints];
    }

    private static IEnumerable<string> Allocations(MethodDefinition method, Func<MethodDefinition, bool> isChecked)
    {
        foreach (ParameterDefinition parameter in method.Parameters.Where(p => IsStruct(p.ParameterType)))
        {
            yield return $"struct parameter {parameter.ParameterType.Name}";
        }

        if (IsStruct(method.ReturnType))
        {
            yield return $"struct returned {method.ReturnType.Name}";
        }

        if (!method.HasBody)
        {
            yield break;
        }

        foreach (VariableDefinition local in method.Body.Variables.Where(v => IsStruct(v.VariableType)))
        {
            yield return $"struct local {local.VariableType.Name}";
        }

        foreach (string what in method.Body.Instructions.Select(i => Cost(i, isChecked)).OfType<string>())
        {
            yield return what;
        }
    }

    private static string? Cost(Instruction instruction, Func<MethodDefinition, bool> isChecked)
    {
        switch (instruction.OpCode.Code)
        {
            case Code.Newobj:
                return NewObject((MethodReference)instruction.Operand);
            case Code.Newarr:
                return $"new {((TypeReference)instruction.Operand).Name}[]";
            case Code.Box:
                return $"box {((TypeReference)instruction.Operand).Name}";
            case Code.Ldstr:
                return $"string literal \"{instruction.Operand}\"";
            case Code.Throw:
            case Code.Rethrow:
                return "throw";
            case Code.Localloc:
                return "stackalloc, which the board does not have";
            case Code.Initobj:
            case Code.Ldobj:
            case Code.Stobj:
            case Code.Cpobj:
            case Code.Ldelem_Any:
            case Code.Stelem_Any:
            case Code.Unbox_Any:
                return IsStruct((TypeReference)instruction.Operand) ? $"struct copied {((TypeReference)instruction.Operand).Name}" : null;
            case Code.Ldfld:
            case Code.Stfld:
            case Code.Ldsfld:
            case Code.Stsfld:
                FieldReference field = (FieldReference)instruction.Operand;
                return IsStruct(field.FieldType) ? $"struct copied {field.FieldType.Name}" : null;
            case Code.Call:
            case Code.Callvirt:
                return Call((MethodReference)instruction.Operand, isChecked);
            case Code.Calli:
                return "call through a pointer, which cannot be followed";
            default:
                return null;
        }
    }

    private static string? NewObject(MethodReference constructor)
    {
        TypeReference type = constructor.DeclaringType;
        return IsFreeValue(type) ? null : IsStruct(type) ? $"new struct {type.Name}" : IsDelegate(type.Resolve()) ? $"delegate {type.Name}" : $"new {type.Name}";
    }

    private static string? Call(MethodReference called, Func<MethodDefinition, bool> isChecked)
    {
        string key = $"{called.DeclaringType.FullName}::{called.Name}";
        MethodDefinition? method = called.Resolve();
        if (LibraryCosts.Objects.TryGetValue(key, out string? objects))
        {
            return $"call {key}, {objects}";
        }

        if (LibraryCosts.Free.Contains(key) || (method is not null && (isChecked(method) || (called.Name == "Invoke" && IsDelegate(method.DeclaringType)))))
        {
            return null;
        }

        return method?.Module.Assembly.Name.Name == "NanoEvents.Reference"
            ? $"call {key}, not measured to be free"
            : $"call {key}, which is not checked";
    }

    /// <summary>A value type that the interpreter keeps inline: the primitives, enums, DateTime and TimeSpan.</summary>
    private static bool IsFreeValue(TypeReference type) => type.IsPrimitive || type.FullName is "System.DateTime" or "System.TimeSpan" || type.Resolve()?.IsEnum == true;

    /// <summary>A struct by value: a heap object on nanoCLR. One passed by reference is not.</summary>
    private static bool IsStruct(TypeReference type) =>
        type is RequiredModifierType modified ? IsStruct(modified.ElementType) : type.MetadataType is MetadataType.ValueType && !IsFreeValue(type);

    private static bool IsDelegate(TypeDefinition? type) => type?.BaseType?.FullName == "System.MulticastDelegate";

    private IEnumerable<string> Allocations(MethodDefinition method) => Allocations(method, m => m.Module == module && IsChecked(m.DeclaringType));

    private bool IsChecked(TypeDefinition type)
    {
        TypeDefinition outer = type;
        while (outer.DeclaringType is not null)
        {
            outer = outer.DeclaringType;
        }

        return outer.Name == "<PrivateImplementationDetails>"
            || outer.Interfaces.Any(i => interfaces.Contains(i.InterfaceType.FullName))
            || namespaces.Any(n => outer.Namespace == n || outer.Namespace.StartsWith(n + ".", StringComparison.Ordinal));
    }
}
