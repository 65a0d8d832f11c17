using NanoEvents.Protocol;

namespace NanoEvents.Firmware
{
    /// <summary>An edge that must come, because the pin differs from the last edge: it is late, or lost.</summary>
    /// <remarks>All times are the low 32 bits of uptimes in ticks.</remarks>
    public sealed class MissingEdge
    {
        // An edge that is late is not lost: interrupts wait in a queue while something else holds the interpreter up.
        private const int LateTicks = 1000 / BatchFormat.TickMs;

        private int _foundTicks;

        /// <summary>Whether it is awaited.</summary>
        public bool IsAwaited;

        /// <summary>Since when it is awaited.</summary>
        public int SinceTicks;

        /// <summary>It is awaited.</summary>
        public void Await(int ticks)
        {
            SinceTicks = IsAwaited ? SinceTicks : ticks;
            IsAwaited = true;
        }

        /// <summary>How long it may still come; at most 0 if it is lost.</summary>
        public int TicksUntilLost(int ticks)
        {
            return unchecked(SinceTicks + LateTicks - ticks);
        }

        /// <summary>What it would have said is known from the pin.</summary>
        public void Found(int ticks)
        {
            IsAwaited = false;
            _foundTicks = ticks;
        }

        /// <summary>Whether an edge is older than what was found: it says nothing new.</summary>
        public bool IsOld(int ticks)
        {
            return unchecked(ticks - _foundTicks) <= 0;
        }
    }
}
