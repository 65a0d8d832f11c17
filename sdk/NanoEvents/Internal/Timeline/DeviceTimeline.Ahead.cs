namespace NanoEvents;

/// <content>A boot of which only states have arrived, because all its batches were lost.</content>
internal sealed partial class DeviceTimeline
{
    // Live states say that numbers of it have left the device.
    private BootLine? _ahead;

    // Since when they have been missing. Two states at the pace of the uptime show that the boot runs, and that it is not a boot before the present one: one
    // state may have been on its way.
    private DateTimeOffset? AheadSince =>
        _ahead is { IsRunning: false, IsRetired: false } line
            && line.Clock.IsSteady
            && DoubtfulCount == 0
            && _boots.Find(line.Boot) == line
            && (_boots.Current is not { } current || current.Clock.Messages == 0 || line.Clock.RanAfterStartOf(current.Clock))
            ? line.MissingSince(FirstAhead(line))
            : null;

    private void SeeAhead(BootLine line, uint left, DateTimeOffset steady)
    {
        line.SeeTail(FirstAhead(line), left, steady);
        if (line.MissingSince(FirstAhead(line)) is not null)
        {
            _ahead = line;
        }
    }

    // The first number that this reader must get of a boot of which only states have arrived.
    private uint FirstAhead(BootLine line)
    {
        uint floor = line.Floor!.Value;
        return _boots.Current is null || IsBeside(line) || SequenceMath.Distance(1, floor) < 0 ? floor : 1;
    }

    // If it ends the present boot, it waits until that boot has waited for its own missing batches.
    private DateTimeOffset? AheadEnds(DateTimeOffset caughtUpSince)
    {
        if (caughtUpSince == DateTimeOffset.MaxValue || AheadSince is not { } since)
        {
            return null;
        }

        DateTimeOffset ends = Later(since, caughtUpSince) + _patience;
        return !IsBeside(_ahead!) && _boots.Current?.Deadline(caughtUpSince) is { } present ? Later(ends, present) : ends;
    }

    private void BeginAhead(BootLine line)
    {
        line.Open(FirstAhead(line), bootSaid: false);
        End(line);
        Take(line);
    }

    private void BeginAhead()
    {
        BootLine line = _ahead!;
        _ahead = null;
        _resumed = null;
        if (IsBeside(line))
        {
            line.OpenBeside(FirstAhead(line));
            _boots.Begin(line);
            NameClash(line);
        }
        else
        {
            // Of boots in between, batches may still be on their way: they come too late.
            foreach (BootLine between in _boots.HeardOfBetween(_boots.Current, line))
            {
                BeginAhead(between);
            }

            BeginAhead(line);
        }
    }
}
