using NanoEvents.Protocol;

namespace NanoEvents.Cli.Doctor;

/// <summary>The boots of one name that have sent messages, to find two that run at the same time.</summary>
internal sealed class BootsHeard
{
    private const int MaxBoots = 16;
    private static readonly TimeSpan _margin = TimeSpan.FromSeconds(2);

    private readonly Dictionary<int, Heard> _boots = [];
    private int _last;

    /// <summary>Two boots that cannot have followed each other; null if all is well.</summary>
    public (int One, int Other)? Clash { get; private set; }

    /// <summary>Takes a state or batch that has come now.</summary>
    public void Take(in Batch batch, DateTimeOffset arrived)
    {
        if (!_boots.TryGetValue(batch.Boot, out Heard? heard))
        {
            if (_boots.Count == MaxBoots)
            {
                return;
            }

            _boots[batch.Boot] = heard = new Heard(arrived - TimeSpan.FromMilliseconds(Math.Min(batch.SealedTicks, int.MaxValue) * (double)BatchFormat.TickMs));
        }
        else if (_last != batch.Boot && batch.SealedTicks > heard.SealedTicks)
        {
            // It goes on after another one has come.
            Clash ??= (batch.Boot, _last);
        }

        LookBack(batch.Boot, heard);
        heard.SealedTicks = Math.Max(heard.SealedTicks, batch.SealedTicks);
        heard.StateAt = batch.IsState ? arrived : heard.StateAt;
        _last = batch.Boot;
    }

    // A state arrives when it is made. If it arrived after this boot had begun, its boot was running then.
    private void LookBack(int boot, Heard heard)
    {
        foreach ((int other, Heard before) in _boots)
        {
            if (other != boot && before.StateAt > heard.StartedBy + _margin)
            {
                Clash ??= (other, boot);
            }
        }
    }

    private sealed class Heard(DateTimeOffset startedBy)
    {
        public DateTimeOffset StartedBy => startedBy;

        public long SealedTicks { get; set; }

        public DateTimeOffset? StateAt { get; set; }
    }
}
