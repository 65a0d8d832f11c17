using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoEvents.Firmware.Checks.Startup;

/// <summary>
/// nanoCLR runs the static initializers of one assembly after the other, in the order in which they lie in the image, and does not wait for those that an
/// assembly refers to. Where mscorlib lies behind the firmware, its static fields are still null: even string.Empty.
/// </summary>
public sealed class StaticInitializerTests
{
    [Fact]
    public void NoStaticInitializerReadsAStaticFieldOfALibrary()
    {
        string[] complaints = Complaints(Built.Read(Built.Firmware));

        Assert.True(complaints.Length == 0, string.Join('\n', complaints));
    }

    [Fact]
    public void OneThatDoesIsFoundAlsoThroughWhatItCalls()
    {
        const string Source = """
            class Row { public readonly string Text; public Row(string text) { Text = text; } }
            static class Own { public static readonly string A = ""; public static readonly Row B = new Row(A); public static string Later() { return string.Empty; } }
            static class Direct { public static readonly Row A = new Row(string.Empty); }
            static class Indirect { public static readonly Row A = Make(); private static Row Make() { return new Row(string.Empty); } }
            """;

        Assert.Equal(["Direct reads System.String::Empty in .cctor", "Indirect reads System.String::Empty in Make"], Complaints(Planted.Compile(Source)));
    }

    private static string[] Complaints(ModuleDefinition module) =>
    [
        .. from type in module.GetTypes()
           from constructor in type.Methods.Where(m => m.IsConstructor && m.IsStatic)
           from method in Reached(constructor)
           from instruction in method.Body.Instructions.Where(i => i.OpCode.Code is Code.Ldsfld or Code.Ldsflda)
           let field = (FieldReference)instruction.Operand
           where field.DeclaringType.Resolve().Module != module
           select $"{type.FullName} reads {field.DeclaringType.FullName}::{field.Name} in {method.Name}",
    ];

    // What it may call, as far as it stands in the same assembly.
    private static IEnumerable<MethodDefinition> Reached(MethodDefinition from)
    {
        HashSet<MethodDefinition> reached = [from];
        Queue<MethodDefinition> next = new(reached);
        while (next.TryDequeue(out MethodDefinition? method))
        {
            foreach (MethodReference called in method.Body.Instructions.Select(i => i.Operand).OfType<MethodReference>())
            {
                if (called.Resolve() is { HasBody: true } definition && definition.Module == from.Module && reached.Add(definition))
                {
                    next.Enqueue(definition);
                }
            }
        }

        return reached;
    }
}
