using Mono.Cecil;
using Mono.Cecil.Cil;

namespace NanoEvents.Firmware.Checks.Instructions;

/// <summary>One call of one method: its arguments, locals and stack.</summary>
internal sealed class IlFrame
{
    private readonly IlMachine _machine;
    private readonly MethodDefinition _method;
    private readonly object?[] _arguments;
    private readonly object?[] _locals;
    private readonly Stack<object?> _stack = new();

    public IlFrame(IlMachine machine, MethodDefinition method, object?[] arguments)
    {
        _machine = machine;
        _method = method;
        _arguments = arguments;
        _locals = [.. method.Body.Variables.Select(v => IlValue.Default(v.VariableType))];
        int self = method.HasThis ? 1 : 0;
        for (int i = self; i < arguments.Length; i++)
        {
            arguments[i] = IlValue.Fit(method.Parameters[i - self].ParameterType, arguments[i]);
        }
    }

    public object? Execute()
    {
        Execute(_method.Body.Instructions[0]);
        return _stack.Count == 0 ? null : IlValue.Fit(_method.ReturnType, Pop());
    }

    // Until the method returns, or until the finally block that it began in ends.
    private void Execute(Instruction? at)
    {
        while (at is not null)
        {
            _machine.Count(at, _method);
            at = at.OpCode.Code is Code.Ret or Code.Endfinally ? null : Step(at);
        }
    }

    private Instruction? Step(Instruction at)
    {
        switch (at.OpCode.FlowControl)
        {
            case FlowControl.Branch:
                return Leave(at, (Instruction)at.Operand);
            case FlowControl.Cond_Branch:
                return Branch(at);
            case FlowControl.Call:
                Call(at);
                return at.Next;
            case FlowControl.Throw:
                throw new InvalidOperationException($"{_method.FullName} throws at {at}; the machine measures the way on which nothing fails.");
            default:
                Value(at);
                return at.Next;
        }
    }

    // A branch out of a protected block runs what stands in finally on its way.
    private Instruction Leave(Instruction from, Instruction to)
    {
        if (from.OpCode.Code is Code.Leave or Code.Leave_S)
        {
            _stack.Clear();
            foreach (ExceptionHandler handler in _method.Body.ExceptionHandlers)
            {
                if (handler.HandlerType == ExceptionHandlerType.Finally && IsWithin(handler, from) && !IsWithin(handler, to))
                {
                    Execute(handler.HandlerStart);
                }
            }
        }

        return to;
    }

    private static bool IsWithin(ExceptionHandler handler, Instruction at) => at.Offset >= handler.TryStart.Offset && at.Offset < handler.TryEnd.Offset;

    private Instruction? Branch(Instruction at)
    {
        if (at.OpCode.Code == Code.Switch)
        {
            int chosen = (int)Pop()!;
            Instruction[] targets = (Instruction[])at.Operand;
            return chosen >= 0 && chosen < targets.Length ? targets[chosen] : at.Next;
        }

        // beq, bge.un.s and so on: b, the comparison, and how long the jump is.
        string name = at.OpCode.Name.EndsWith(".s", StringComparison.Ordinal) ? at.OpCode.Name[..^2] : at.OpCode.Name;
        bool taken = name switch
        {
            "brtrue" => IlValue.IsTrue(Pop()),
            "brfalse" => !IlValue.IsTrue(Pop()),
            _ => Compare(name[1..]),
        };
        return taken ? (Instruction)at.Operand : at.Next;
    }

    private void Call(Instruction at)
    {
        MethodReference called = (MethodReference)at.Operand;
        bool isNew = at.OpCode.Code == Code.Newobj;
        object?[] arguments = new object?[called.Parameters.Count + (called.HasThis && !isNew ? 1 : 0)];
        for (int i = arguments.Length - 1; i >= 0; i--)
        {
            arguments[i] = Pop();
        }

        if (called.HasThis && !isNew && arguments[0] is null)
        {
            throw new InvalidOperationException($"{_method.FullName} calls {called.Name} of null.");
        }

        // The constructor of a DateTime or TimeSpan that lies in a variable.
        if (!isNew && called.Name == ".ctor" && arguments[0] is IlReference variable)
        {
            variable.Set(_machine.Construct(called, arguments[1..]));
            return;
        }

        object? result = isNew ? _machine.Construct(called, arguments) : _machine.Call(called, arguments, at.OpCode.Code == Code.Callvirt);
        if (isNew || called.ReturnType.MetadataType != MetadataType.Void)
        {
            Push(result);
        }
    }

    private void Value(Instruction at)
    {
        Code code = at.OpCode.Code;
        string name = at.OpCode.Name;
        if (name.StartsWith("ldc.i4", StringComparison.Ordinal))
        {
            Push(code <= Code.Ldc_I4_8 ? code - Code.Ldc_I4_0 : Convert.ToInt32(at.Operand, null));
        }
        else if (name.StartsWith("ldarg", StringComparison.Ordinal) || name.StartsWith("starg", StringComparison.Ordinal))
        {
            Variable(at, _arguments, ArgumentIndex(at), at.Operand is ParameterDefinition p ? p.ParameterType : null);
        }
        else if (name.StartsWith("ldloc", StringComparison.Ordinal) || name.StartsWith("stloc", StringComparison.Ordinal))
        {
            int index = at.Operand is VariableDefinition v ? v.Index : name[^1] - '0';
            Variable(at, _locals, index, _method.Body.Variables[index].VariableType);
        }
        else if (name.StartsWith("ldelem", StringComparison.Ordinal))
        {
            Element(code);
        }
        else if (name.StartsWith("stelem", StringComparison.Ordinal))
        {
            object? value = Pop();
            int index = (int)Pop()!;
            IlValue.Store((Array)Pop()!, index, value);
        }
        else if (name.StartsWith("ldind", StringComparison.Ordinal) || code == Code.Ldobj)
        {
            Push(((IlReference)Pop()!).Get());
        }
        else if (name.StartsWith("stind", StringComparison.Ordinal) || code == Code.Stobj)
        {
            object? value = Pop();
            ((IlReference)Pop()!).Set(value);
        }
        else
        {
            Other(at);
        }
    }

    private void Other(Instruction at)
    {
        switch (at.OpCode.Code)
        {
            case Code.Nop:
            case Code.Constrained:
            case Code.Volatile:
            case Code.Readonly:
                break;
            case Code.Ldnull:
                Push(null);
                break;
            case Code.Ldstr:
            case Code.Ldc_I8:
            case Code.Ldc_R8:
                Push(at.Operand);
                break;
            case Code.Ldc_R4:
                Push((double)(float)at.Operand);
                break;
            case Code.Dup:
                Push(_stack.Peek());
                break;
            case Code.Pop:
                Pop();
                break;
            case Code.Ldlen:
                Push(((Array)Pop()!).Length);
                break;
            case Code.Newarr:
                Push(IlValue.NewArray((TypeReference)at.Operand, (int)Pop()!));
                break;
            case Code.Isinst:
                object? asked = Pop();
                Push(IsA(asked, (TypeReference)at.Operand) ? asked : null);
                break;
            case Code.Castclass:
            case Code.Box:
            case Code.Unbox_Any:
                break;
            case Code.Ldftn:
                Push(new IlDelegate(null, ((MethodReference)at.Operand).Resolve()));
                break;
            case Code.Ldtoken:
                Push(((FieldReference)at.Operand).Resolve().InitialValue);
                break;
            case Code.Initobj:
                ((IlReference)Pop()!).Set(IlValue.Default((TypeReference)at.Operand));
                break;
            case Code.Ceq:
            case Code.Cgt:
            case Code.Cgt_Un:
            case Code.Clt:
            case Code.Clt_Un:
                Push(Compare(at.OpCode.Name[1..]) ? 1 : 0);
                break;
            case Code.Ldfld:
            case Code.Stfld:
            case Code.Ldflda:
            case Code.Ldsfld:
            case Code.Stsfld:
            case Code.Ldsflda:
                Field(at.OpCode.Code, (FieldReference)at.Operand);
                break;
            default:
                Number(at.OpCode);
                break;
        }
    }

    private void Number(OpCode instruction)
    {
        if (instruction.StackBehaviourPop == StackBehaviour.Pop1)
        {
            Push(IlArithmetic.One(instruction.Code, Pop()));
            return;
        }

        object? right = Pop();
        Push(IlArithmetic.Two(instruction.Code, Pop(), right));
    }

    private void Field(Code code, FieldReference field)
    {
        object? value = code is Code.Stfld or Code.Stsfld ? Pop() : null;
        IlObject? owner = code is Code.Ldfld or Code.Stfld or Code.Ldflda
            ? Pop() as IlObject ?? throw new InvalidOperationException($"{_method.FullName} takes {field.Name} of what is no object of the machine.")
            : null;
        switch (code)
        {
            case Code.Ldfld:
                Push(owner![field.Name]);
                break;
            case Code.Stfld:
                owner![field.Name] = value;
                break;
            case Code.Ldflda:
                Push(new IlReference(() => owner![field.Name], v => owner![field.Name] = v));
                break;
            case Code.Ldsfld:
                Push(_machine.GetStatic(field));
                break;
            case Code.Stsfld:
                _machine.SetStatic(field, value);
                break;
            default:
                Push(new IlReference(() => _machine.GetStatic(field), v => _machine.SetStatic(field, v)));
                break;
        }
    }

    private void Element(Code code)
    {
        int index = (int)Pop()!;
        Array array = (Array)Pop()!;
        Push(code == Code.Ldelema
            ? new IlReference(() => IlValue.FromHost(array.GetValue(index)), v => IlValue.Store(array, index, v))
            : IlValue.FromHost(array.GetValue(index)));
    }

    // Arguments that are not smaller than an int need no cutting, and starg of a smaller one names its parameter.
    private void Variable(Instruction at, object?[] variables, int index, TypeReference? type)
    {
        object? Fit(object? value) => type is null || type.IsByReference ? value : IlValue.Fit(type, value);

        if (at.OpCode.Name.StartsWith("st", StringComparison.Ordinal))
        {
            variables[index] = Fit(Pop());
        }
        else if (at.OpCode.Code is Code.Ldarga or Code.Ldarga_S or Code.Ldloca or Code.Ldloca_S)
        {
            Push(new IlReference(() => variables[index], v => variables[index] = Fit(v)));
        }
        else
        {
            Push(variables[index]);
        }
    }

    private int ArgumentIndex(Instruction at) =>
        at.Operand is ParameterDefinition p ? p.Index + (_method.HasThis ? 1 : 0) : at.OpCode.Name[^1] - '0';

    private bool Compare(string how)
    {
        object? right = Pop();
        return IlArithmetic.Compare(how, Pop(), right);
    }

    private static bool IsA(object? value, TypeReference type)
    {
        for (TypeDefinition? t = (value as IlObject)?.Type; t is not null; t = t.BaseType?.Resolve())
        {
            if (t.FullName == type.FullName || t.Interfaces.Any(i => i.InterfaceType.FullName == type.FullName))
            {
                return true;
            }
        }

        return false;
    }

    private void Push(object? value) => _stack.Push(value);

    private object? Pop() => _stack.Pop();
}
