using Mono.Cecil;

namespace NanoEvents.Firmware.Checks.Folders;

/// <summary>Who uses whom, read from compiled code: base types, fields, signatures, and every instruction.</summary>
internal sealed class CompiledArrows(Func<string, string?> folderOf)
{
    /// <summary>The arrows between folders, one for each pair of types.</summary>
    public IEnumerable<Arrow> Of(ModuleDefinition module) =>
        module.GetTypes().SelectMany(Of).Distinct();

    private IEnumerable<Arrow> Of(TypeDefinition type)
    {
        string user = Outermost(type);
        return folderOf(user) is not { } from
            ? []
            : from used in Used(type).Select(Outermost).Distinct()
              let to = folderOf(used)
              where to != null && to != @from
              select new Arrow(@from, to, Short(user), Short(used));
    }

    private static IEnumerable<TypeReference> Used(TypeDefinition type) =>
        new[] { type.BaseType }
            .Concat(type.Interfaces.Select(i => i.InterfaceType))
            .Concat(type.Fields.Select(f => f.FieldType))
            .Concat(type.CustomAttributes.SelectMany(a => a.ConstructorArguments.Select(said => said.Value as TypeReference).Prepend(a.AttributeType)))
            .Concat(Constraints(type))
            .Concat(type.Methods.SelectMany(Used))
            .SelectMany(Parts);

    private static IEnumerable<TypeReference?> Used(MethodDefinition method)
    {
        IEnumerable<TypeReference?> signature = method.Parameters.Select(p => p.ParameterType).Append(method.ReturnType)
            .Concat(method.CustomAttributes.Select(a => a.AttributeType))
            .Concat(Constraints(method));
        return method.HasBody
            ? signature.Concat(method.Body.Variables.Select(v => v.VariableType))
                .Concat(method.Body.ExceptionHandlers.Select(handler => handler.CatchType))
                .Concat(method.Body.Instructions.SelectMany(i => Used(i.Operand)))
            : signature;
    }

    private static IEnumerable<TypeReference> Constraints(IGenericParameterProvider member) =>
        member.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType);

    private static IEnumerable<TypeReference> Used(object? operand) => operand switch
    {
        GenericInstanceMethod generic => generic.GenericArguments.Concat(Used(generic.ElementMethod)),
        MethodReference method => method.Parameters.Select(p => p.ParameterType).Append(method.ReturnType).Append(method.DeclaringType),
        FieldReference field => [field.FieldType, field.DeclaringType],
        TypeReference type => [type],
        _ => [],
    };

    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };

    private static string Outermost(TypeReference type)
    {
        while (type.DeclaringType != null)
        {
            type = type.DeclaringType;
        }

        return type.FullName.Split('`')[0];
    }

    private static string Short(string type) => type[(type.LastIndexOf('.') + 1)..];
}
