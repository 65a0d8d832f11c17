using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace NanoEvents.Mutation;

/// <summary>Finds the places of compiled code that can be changed, and changes one.</summary>
internal static class Mutations
{
    // Each condition, its opposite, and the same condition with its boundary on the other side.
    private static readonly Dictionary<Code, (OpCode Opposite, OpCode? Boundary)> _conditions = new()
    {
        [Code.Brtrue] = (OpCodes.Brfalse, null),
        [Code.Brfalse] = (OpCodes.Brtrue, null),
        [Code.Beq] = (OpCodes.Bne_Un, null),
        [Code.Bne_Un] = (OpCodes.Beq, null),
        [Code.Blt] = (OpCodes.Bge, OpCodes.Ble),
        [Code.Ble] = (OpCodes.Bgt, OpCodes.Blt),
        [Code.Bgt] = (OpCodes.Ble, OpCodes.Bge),
        [Code.Bge] = (OpCodes.Blt, OpCodes.Bgt),
    };

    private static readonly Dictionary<Code, (Change Change, OpCode Instead)> _operators = new()
    {
        [Code.Add] = (Change.SwapSum, OpCodes.Sub),
        [Code.Sub] = (Change.SwapSum, OpCodes.Add),
        [Code.Mul] = (Change.SwapProduct, OpCodes.Div),
        [Code.Div] = (Change.SwapProduct, OpCodes.Mul),
        [Code.And] = (Change.SwapLogic, OpCodes.Or),
        [Code.Or] = (Change.SwapLogic, OpCodes.And),
        [Code.Shl] = (Change.SwapProduct, OpCodes.Shr),
        [Code.Shr] = (Change.SwapProduct, OpCodes.Shl),
        [Code.Clt] = (Change.TurnCondition, OpCodes.Cgt),
        [Code.Cgt] = (Change.TurnCondition, OpCodes.Clt),
    };

    /// <summary>Every place of some types.</summary>
    public static IEnumerable<Place> Of(ModuleDefinition module, Func<TypeDefinition, string, bool> types) =>
        from type in module.GetTypes()
        from method in type.Methods
        where method.HasBody && method.DebugInformation.HasSequencePoints
        let file = method.DebugInformation.SequencePoints[0].Document.Url.Replace('\\', '/')
        where types(type, file) && !file.Contains("/obj/", StringComparison.Ordinal)
        from place in Of(method, file)
        select place;

    /// <summary>Changes a place.</summary>
    public static void Apply(ModuleDefinition module, Place place)
    {
        var method = (MethodDefinition)module.LookupToken(place.Method);
        method.Body.SimplifyMacros();
        Instruction at = method.Body.Instructions[place.Instruction];
        ILProcessor il = method.Body.GetILProcessor();
        switch (place.Change)
        {
            case Change.TurnCondition:
                at.OpCode = _conditions.TryGetValue(at.OpCode.Code, out (OpCode Opposite, OpCode? Boundary) condition) ? condition.Opposite : _operators[at.OpCode.Code].Instead;
                break;
            case Change.MoveBoundary:
                at.OpCode = _conditions[at.OpCode.Code].Boundary!.Value;
                break;
            case Change.NextNumber:
                at.Operand = OtherNumber(at);
                break;
            case Change.DropCall:
                Drop(il, at);
                break;
            case Change.TurnResult:
                il.InsertBefore(at, il.Create(OpCodes.Ldc_I4, 0));
                il.InsertBefore(at, il.Create(OpCodes.Ceq));
                break;
            default:
                at.OpCode = _operators[at.OpCode.Code].Instead;
                break;
        }

        method.Body.OptimizeMacros();
    }

    private static IEnumerable<Place> Of(MethodDefinition method, string file)
    {
        method.Body.SimplifyMacros();
        string name = file[(LastRoot(file) + 1)..];
        List<Place> places = [];
        int line = 0;
        for (int i = 0; i < method.Body.Instructions.Count; i++)
        {
            Instruction at = method.Body.Instructions[i];
            SequencePoint? point = method.DebugInformation.GetSequencePoint(at);
            line = point is { IsHidden: false } ? point.StartLine : line;
            places.AddRange(Changes(method, at).Where(change => !ChangesNothing(method, at, change)).Select(change => new Place(method.MetadataToken.ToInt32(), i, change, $"{name}:{line}", Words(change, at))));
        }

        return places;
    }

    // The change as a person would say it.
    private static string Words(Change change, Instruction at) => change switch
    {
        Change.TurnCondition => "the opposite condition",
        Change.MoveBoundary => "the boundary on the other side",
        Change.SwapSum => "plus and minus swapped",
        Change.SwapProduct => "times and divided by swapped",
        Change.SwapLogic => "and and or swapped",
        Change.NextNumber => $"{at.Operand} becomes {OtherNumber(at)}",
        Change.DropCall => $"{((MethodReference)at.Operand).Name} is not called",
        _ => "the opposite result",
    };

    // One becomes none, so that true becomes false.
    private static int OtherNumber(Instruction at) => (int)at.Operand == 1 ? 0 : unchecked((int)at.Operand + 1);

    // Where `firmware` or `sdk` begins in a path.
    private static int LastRoot(string file) => Math.Max(file.LastIndexOf("/firmware/", StringComparison.Ordinal), file.LastIndexOf("/sdk/", StringComparison.Ordinal));

    private static IEnumerable<Change> Changes(MethodDefinition method, Instruction at)
    {
        if (_conditions.TryGetValue(at.OpCode.Code, out (OpCode Opposite, OpCode? Boundary) condition))
        {
            yield return Change.TurnCondition;
            if (condition.Boundary != null)
            {
                yield return Change.MoveBoundary;
            }
        }
        else if (_operators.TryGetValue(at.OpCode.Code, out (Change Change, OpCode Instead) other))
        {
            yield return other.Change;
        }
        else if (at.OpCode.Code == Code.Ldc_I4 && at.Next?.OpCode.Code is not (Code.Newarr or Code.Ceq or Code.Ret or Code.Br))
        {
            yield return Change.NextNumber;
        }
        else if (at.Operand is MethodReference called && at.OpCode.Code is Code.Call or Code.Callvirt && IsDroppable(method, (MethodReference)at.Operand))
        {
            yield return Change.DropCall;
        }
        else if (at.OpCode.Code == Code.Ret && method.ReturnType.MetadataType == MetadataType.Boolean)
        {
            yield return Change.TurnResult;
        }
    }

    // Proven to change nothing: x < 0 ? -x : x, where 0 and -0 are the same. And of a lock, what the compiler adds: no test runs into a lock that was not taken.
    private static bool ChangesNothing(MethodDefinition method, Instruction at, Change change)
    {
        Instruction? condition = change == Change.NextNumber ? at.Next : change == Change.MoveBoundary ? at : null;
        if (condition?.Previous is { OpCode.Code: Code.Ldc_I4, Operand: 0, Previous: { } value } && condition.Operand is Instruction target)
        {
            return IsNegated(value, condition.Next) || IsNegated(value, target);
        }

        bool entersLock = change == Change.NextNumber && at.Next is { OpCode.Code: Code.Stloc } && method.Body.Instructions.Any(
            i => i.OpCode.Code == Code.Ldloca && i.Operand == at.Next.Operand && CallsMonitor(i.Next));
        return entersLock || (change == Change.TurnCondition && CallsMonitor(at.Next?.Next));
    }

    private static bool IsNegated(Instruction value, Instruction at) => at.OpCode == value.OpCode && at.Operand == value.Operand && at.Next?.OpCode.Code == Code.Neg;

    private static bool CallsMonitor(Instruction? at) => at?.Operand is MethodReference { DeclaringType.FullName: "System.Threading.Monitor" };

    // A constructor has to call its base; what a test cannot see is no place.
    private static bool IsDroppable(MethodDefinition method, MethodReference called) =>
        called.ReturnType.MetadataType == MetadataType.Void && called.Name != ".ctor" && !called.Name.StartsWith("set_", StringComparison.Ordinal)
        && called.DeclaringType.FullName is not ("System.Threading.Monitor" or "System.GC") && called.Name != "Dispose" && !method.IsConstructor;

    // The arguments are taken off the stack instead.
    private static void Drop(ILProcessor il, Instruction at)
    {
        var called = (MethodReference)at.Operand;
        int arguments = called.Parameters.Count + (called.HasThis ? 1 : 0);
        at.OpCode = arguments == 0 ? OpCodes.Nop : OpCodes.Pop;
        at.Operand = null;
        for (int i = 1; i < arguments; i++)
        {
            il.InsertAfter(at, il.Create(OpCodes.Pop));
        }
    }
}
