namespace NanoEvents.Firmware
{
    /// <summary>
    /// Counts the unusual edges of all pins together, in <see cref="Oscillation.WindowTicks"/>: edges that wait take the memory of the whole board, whichever pins they come
    /// from.
    /// </summary>
    /// <remarks>The pin thread's own.</remarks>
    public sealed class EdgeBudget
    {
        /// <summary>So many within the window are too many.</summary>
        public const int MaxEdges = 2 * Oscillation.MaxEdges;

        private int _count;
        private int _windowTicks;

        /// <summary>Takes an unusual edge: false if there are too many.</summary>
        public bool TryTake(int ticks)
        {
            if (unchecked((uint)(ticks - _windowTicks)) >= Oscillation.WindowTicks)
            {
                _windowTicks = ticks;
                _count = 0;
            }

            _count++;
            return _count < MaxEdges;
        }
    }
}
