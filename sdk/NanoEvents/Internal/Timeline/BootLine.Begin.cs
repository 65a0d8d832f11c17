namespace NanoEvents;

/// <content>With which number a boot begins, where it may have begun before this reader heard of it.</content>
internal sealed partial class BootLine
{
    // The number with which it began, if it was running before or its checkpoint was impossible: lower ones may still be on their way.
    private uint? _begin;

    // Its first number is unknown: it begins with the lowest number that arrives first.
    private bool _beginsAnew;

    /// <summary>As <see cref="Open"/>, if it was running before its first message came.</summary>
    public void OpenBeside(uint next)
    {
        Open(next, bootSaid: false);
        _begin = next;
    }

    // A batch that others have overtaken. As long as nothing of the boot has come out, it still comes in order.
    private void BeginBefore(in HeldBatch held, in Batch batch)
    {
        uint first = batch.Sequence - SequenceMath.Clamp(batch.Overflow);
        if (!_bootSaid && !held.Retained && _before is null && SequenceMath.Distance(first, Next) > 0)
        {
            Next = first;
            _begin = _begin is null ? null : first;
        }
    }

    private void BeginAnew(in Batch batch)
    {
        if (_beginsAnew)
        {
            _beginsAnew = false;
            Next = SequenceMath.Distance(batch.Sequence, Next) > 0 && !_out.IsLost(batch.Sequence) ? batch.Sequence : Next;
            _begin = Next;
        }
    }

    // It is too late to deliver them in order.
    private void LoseBeforeBegin(in Batch batch)
    {
        if (_begin is { } begin && SequenceMath.Distance(batch.Sequence, begin) > 0)
        {
            _out.Loss(batch.Sequence, begin - batch.Sequence, LossCause.Transit);
            _begin = batch.Sequence;
        }
    }
}
