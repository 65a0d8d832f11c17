using NanoEvents.Protocol;

namespace NanoEvents;

/// <summary>The fields of a batch, checked and noted by place; their content is read on demand.</summary>
internal ref struct FieldList
{
    private int _seen;

    public ReadOnlySpan<byte> All;
    public ReadOnlySpan<byte> Boot;
    public ReadOnlySpan<byte> Counters;
    public ReadOnlySpan<byte> Names;
    public ReadOnlySpan<byte> Kinds;
    public uint Overflow;
    public uint Waiting;
    public uint Minor;
    public uint Period;

    /// <summary>Whether this version of the library knows a field; the others are from a later minor version.</summary>
    public static bool IsKnown(uint id) => id is <= BatchFormat.FieldMinor or BatchFormat.FieldPeriod or BatchFormat.FieldKinds;

    public readonly bool Has(int id) => (_seen & (1 << id)) != 0;

    /// <summary>Reads up to the byte 0 that ends the list.</summary>
    public bool TryRead(ref ByteCursor from, ReadOnlySpan<byte> bytes)
    {
        int start = from.At;
        int field = start;
        while (from.TryVarint(out uint id))
        {
            if (id == BatchFormat.FieldEnd)
            {
                // An id 0 of more than one byte does not end the list.
                All = bytes[start..field];
                return from.At == field + 1 || from.Fail(BatchFault.BadFieldId);
            }

            if (!from.TryVarint(out uint length) || !from.TrySlice(length, out ReadOnlySpan<byte> content))
            {
                return false;
            }

            if (IsKnown(id) && !TryKnown((int)id, content, ref from))
            {
                return false;
            }

            field = from.At;
        }

        return false;
    }

    private bool TryKnown(int id, ReadOnlySpan<byte> content, ref ByteCursor from)
    {
        if (Has(id))
        {
            return from.Fail(BatchFault.RepeatedField);
        }

        _seen |= 1 << id;
        return TryContent(id, content) || from.Fail(BatchFault.BadFieldContent);
    }

    private bool TryContent(int id, ReadOnlySpan<byte> content)
    {
        var inside = new ByteCursor(content, 0);
        switch (id)
        {
            case BatchFormat.FieldBoot:
                Boot = content;
                return content.Length > 0;
            case BatchFormat.FieldCounters:
                Counters = content;
                return AreCounters(inside);
            case BatchFormat.FieldNames:
                Names = content;
                return AreNames(inside);
            case BatchFormat.FieldKinds:
                Kinds = content;
                return AreKinds(inside);
            case BatchFormat.FieldOverflow:
                return inside.TryVarint(out Overflow);
            case BatchFormat.FieldWaiting:
                return inside.TryVarint(out Waiting);
            case BatchFormat.FieldPeriod:
                return inside.TryVarint(out Period);
            default:
                return inside.TryVarint(out Minor);
        }
    }

    private static bool AreCounters(ByteCursor inside)
    {
        while (!inside.AtEnd)
        {
            if (!inside.TryVarint(out _) || !inside.TryVarint(out _))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreKinds(ByteCursor inside)
    {
        while (!inside.AtEnd)
        {
            if (!inside.TryByte(out _) || !inside.TryByte(out _) || !TryStepOver(ref inside) || !TryStepOver(ref inside) || !TryStepOver(ref inside))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryStepOver(ref ByteCursor inside) => inside.TryByte(out int length) && inside.TrySlice((uint)length, out _);

    private static bool AreNames(ByteCursor inside)
    {
        while (!inside.AtEnd)
        {
            if (!inside.TryByte(out _) || !inside.TryByte(out int source) || source >= BatchFormat.MaxSources
                || !inside.TryByte(out int length) || !inside.TrySlice((uint)length, out _))
            {
                return false;
            }
        }

        return true;
    }
}
