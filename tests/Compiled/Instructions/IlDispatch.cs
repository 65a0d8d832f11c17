using Mono.Cecil;

namespace NanoEvents.Firmware.Checks.Instructions;

/// <summary>Which method a virtual or interface call reaches.</summary>
internal static class IlDispatch
{
    public static MethodDefinition Find(TypeDefinition type, MethodDefinition called)
    {
        for (TypeDefinition? t = type; t is not null; t = t.BaseType?.Resolve())
        {
            MethodDefinition? found = t.Methods.FirstOrDefault(m => m.Overrides.Any(o => o.Resolve() == called))
                ?? t.Methods.FirstOrDefault(m => m.IsVirtual && m.Name == called.Name && HasSameParameters(m, called));
            if (found is not null)
            {
                return found;
            }
        }

        return called;
    }

    private static bool HasSameParameters(MethodDefinition one, MethodDefinition other) =>
        one.Parameters.Select(p => p.ParameterType.FullName).SequenceEqual(other.Parameters.Select(p => p.ParameterType.FullName));
}
