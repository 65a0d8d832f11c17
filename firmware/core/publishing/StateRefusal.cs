namespace NanoEvents.Firmware
{
    /// <summary>
    /// The reaction to a state that the broker refuses: the device sends the state without names, then only when the state is due, and from time to
    /// time with names again.
    /// </summary>
    public sealed class StateRefusal
    {
        private const int FailuresToWait = 2 * BatchSize.Patience;
        private const int StatesBetweenNames = 60;

        private int _failures;
        private int _withoutNames;

        /// <summary>Whether the broker has refused the state repeatedly: it is sent without names.</summary>
        public bool IsRefused
        {
            get { return _failures >= BatchSize.Patience; }
        }

        /// <summary>Whether the broker refuses the state without names, too: it is sent only when it is due.</summary>
        public bool IsHopeless
        {
            get { return _failures >= FailuresToWait; }
        }

        /// <summary>The broker has not accepted a state.</summary>
        public void Failed()
        {
            _failures++;
        }

        /// <summary>The broker has accepted a state.</summary>
        public void Succeeded()
        {
            _withoutNames = IsRefused ? _withoutNames + 1 : 0;
            bool isTime = _withoutNames >= StatesBetweenNames;
            _withoutNames = isTime ? 0 : _withoutNames;
            _failures = isTime || !IsRefused ? 0 : BatchSize.Patience;
        }
    }
}
