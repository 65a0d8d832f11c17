using NanoEvents.Protocol;

namespace NanoEvents.Cli.Doctor;

/// <summary>
/// The boots of one name that have sent their states, to find two that run at the same time. A state arrives when it is made. A batch proves nothing:
/// after a restart a device sends what it had stored before.
/// </summary>
internal sealed class BootsHeard
{
    private const int MaxBoots = 16;
    private static readonly TimeSpan _margin = TimeSpan.FromSeconds(2);

    private readonly Dictionary<int, Heard> _boots = [];
    private int _last;

    /// <summary>Two boots that cannot have followed each other; null if all is well.</summary>
    public (int One, int Other)? Clash { get; private set; }

    /// <summary>Takes a state that has come now.</summary>
    public void Take(in Batch state, DateTimeOffset arrived)
    {
        if (!_boots.TryGetValue(state.Boot, out Heard? heard))
        {
            if (_boots.Count == MaxBoots)
            {
                return;
            }

            _boots[state.Boot] = heard = new Heard(arrived - TimeSpan.FromMilliseconds(Math.Min(state.SealedTicks, int.MaxValue) * (double)BatchFormat.TickMs));
        }
        else if (_last != state.Boot && state.SealedTicks > heard.SealedTicks)
        {
            // It goes on after another one has come.
            Clash ??= (state.Boot, _last);
        }

        LookBack(state.Boot, heard);
        heard.SealedTicks = Math.Max(heard.SealedTicks, state.SealedTicks);
        heard.StateAt = arrived;
        _last = state.Boot;
    }

    // If a state arrived after this boot had begun, its boot was running then.
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

        public DateTimeOffset StateAt { get; set; }
    }
}
