namespace NanoEvents;

/// <content>The uptimes of short batches, which have only the wall clock.</content>
internal sealed partial class BootClock
{
    private ShortUptimes _shortUptimes = new();

    /// <summary>The uptimes of a batch's events. Those of a short batch are believed if this boot has told its anchor, and can have reached them.</summary>
    public EventUptimes UptimesOf(in Batch batch, DateTimeOffset steady) =>
        !batch.IsShort ? new EventUptimes(0, true)
        : _shortUptimes.AreTold && TryShift(batch, steady, out long shift) ? new EventUptimes(shift, true)
        : new EventUptimes(batch.WallTicks - batch.UptimeLow, false);

    /// <summary>
    /// Whether a short batch does not fit what this boot has told. A device sends none before a broker has acknowledged its anchor in the long form, so a boot
    /// that is known by other messages has told the anchor, unless they were lost.
    /// </summary>
    public bool CannotHaveMade(in Batch batch, EventUptimes uptimes) => batch.IsShort && !uptimes.AreKnown && Messages > 0 && !_shortUptimes.AreSupposed;

    /// <summary>Whether a state tells the wall clock at uptime zero that this boot has told: it is of this boot, however late it comes.</summary>
    public bool HasToldAnchorOf(in Batch state) => _shortUptimes.HasTold(state);

    private void LearnUptimes(in Batch batch, bool retained)
    {
        if (batch.IsShort || retained)
        {
            if (Messages == 0)
            {
                _shortUptimes.Suppose(batch);
            }

            return;
        }

        if (_shortUptimes.AreSupposed)
        {
            // What was supposed says nothing beside an uptime that is told.
            _pace = new BootPace();
            _latestTicks = -1;
        }

        _shortUptimes.Learn(batch);
    }

    // When a batch was made, as an uptime; of a short batch the latest event, before which it was not made. -1 if that is not known.
    private long MadeAt(in Batch batch, DateTimeOffset steady)
    {
        long made = TryShift(batch, steady, out long shift) ? batch.LatestTicks - shift : -1;
        return IsBelieved(batch, made, steady) ? made : -1;
    }

    // What turns the ticks of a batch's events into uptimes: told, or supposed.
    private bool TryShift(in Batch batch, DateTimeOffset steady, out long shift)
    {
        long first = batch.IsShort ? _shortUptimes.FirstOf(batch) : 0;
        shift = batch.IsShort ? batch.WallTicks - first : 0;
        return first >= 0 && IsBelieved(batch, first, steady);
    }

    // An uptime that the boot cannot have reached says that its clock has been set since it told its anchor.
    private bool IsBelieved(in Batch batch, long uptime, DateTimeOffset steady) =>
        !batch.IsShort || !_shortUptimes.AreTold || _pace.IsReached(steady, uptime);

    private static void Note(ref BootPace pace, in Batch batch, long made, in Arrived arrived)
    {
        if (batch.IsShort)
        {
            pace.Confirm(arrived.Steady, made, arrived.MayHaveWaited);
        }
        else
        {
            pace.Note(arrived.Steady, made, arrived.MayHaveWaited);
        }
    }
}
