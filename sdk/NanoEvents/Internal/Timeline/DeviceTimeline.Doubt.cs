namespace NanoEvents;

/// <content>Batches that wait until it is known which boot comes first.</content>
internal sealed partial class DeviceTimeline
{
    private int DoubtfulCount => _doubtful?.Count ?? 0;

    private TimeSpan Hold => _patience < _back ? _patience : _back;

    private void LookAtNewcomer(BootLine line)
    {
        if (_newcomer is { } newcomer && line != newcomer && line.Clock.RanAfterStartOf(newcomer.Clock))
        {
            Settle(isBeside: true);
        }
    }

    // A checkpoint that cannot be does not say either that other boots were handled before it.
    private void LookAtCheckpoint(BootLine line)
    {
        if (line.IsDisbelieved)
        {
            line.IsDisbelieved = false;
            _boots.LoseSkipped();
        }
    }

    private void Doubt(in HeldBatch held)
    {
        (_doubtful ??= []).Add(held);
        if (_doubtful.Count > MaxDoubtful)
        {
            EndDoubt();
        }
    }

    private void EndDoubt()
    {
        if (_newcomer is not null)
        {
            Settle(isBeside: false);
        }
        else if (_resumed is { } resumed)
        {
            if (_boots.Find(resumed) is { } line)
            {
                line.IsEndSupposed = true;
            }

            GoOnWith(null);
        }
    }

    // It is known which boot continues: the checkpoint's, so all others were handled before it, or one of the waiting boots.
    private void GoOnWith(int? boot)
    {
        bool areOld = boot == _resumed;
        _resumed = null;
        foreach (HeldBatch held in TakeDoubtful())
        {
            BatchReader.TryRead(held.Payload.Span, out Batch batch, out _);
            if (areOld)
            {
                (_boots.Find(batch.Boot) ?? AddLine(batch.Boot)).SkipHandled(held, batch);
            }
            else
            {
                AddEvents(held, batch);
            }
        }
    }

    // It is known whether the new boot follows the present one or runs beside it.
    private void Settle(bool isBeside)
    {
        BootLine line = _newcomer!;
        _newcomer = null;
        HeldBatch[] waiting = TakeDoubtful();
        if (isBeside && waiting.Length > 0 && !line.IsRunning)
        {
            // They may have overtaken each other.
            HeldBatch first = waiting.Aggregate((one, other) => SequenceMath.Distance(one.First, other.First) < 0 ? other : one);
            BatchReader.TryRead(first.Payload.Span, out Batch batch, out _);
            BeginBeside(line, batch);
        }

        foreach (HeldBatch held in waiting)
        {
            BatchReader.TryRead(held.Payload.Span, out Batch batch, out _);
            if (!line.IsRunning)
            {
                Begin(line, batch);
            }

            line.Add(held, batch);
            _state.Count(batch, line.Next);
        }
    }

    private HeldBatch[] TakeDoubtful()
    {
        HeldBatch[] batches = [.. _doubtful ?? []];
        _doubtful = null;
        return batches;
    }

    private DateTimeOffset? DoubtEnds(DateTimeOffset caughtUpSince, DateTimeOffset flowsSince)
    {
        if (_doubtful is not [HeldBatch first, ..])
        {
            return null;
        }

        DateTimeOffset since = first.Steady;
        if (_newcomer is not null)
        {
            return since + Hold;
        }

        DateTimeOffset? atMost = flowsSince == DateTimeOffset.MaxValue ? null : Later(since, flowsSince) + (_patience * Patiences);
        return caughtUpSince == DateTimeOffset.MaxValue ? atMost : Earlier(Later(since, caughtUpSince) + _patience, atMost);
    }
}
