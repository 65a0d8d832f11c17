namespace NanoEvents.Firmware
{
    /// <summary>
    /// Improv on the console's port: a program in a browser gives the device its Wi-Fi, and learns whether it has joined. It goes the console's way:
    /// saved settings, a restart, and their trial.
    /// </summary>
    /// <remarks>The console's thread calls it. It never sends a password back, and never throws, whatever it receives.</remarks>
    public sealed class Improv
    {
        // The program in the browser waits for 30 s. The device goes on trying after that.
        private const int PatienceMs = 25000;
        private const int LookMs = 500;

        private static readonly string[] _noUrl = new string[0];

        private readonly ImprovInput _input = new ImprovInput();
        private readonly ImprovOutput _output;
        private readonly SettingsKeeper _keeper;
        private readonly SettingParser _reader;
        private readonly IClock _clock;
        private readonly IConsoleBoard _board;
        private bool _isRestarting;
        private bool _isAwaited;
        private long _lookAtMs;

        /// <summary>Uses all of these; owns none.</summary>
        public Improv(SettingsKeeper keeper, IClock clock, IConsoleBoard board, IConsoleOutput output)
        {
            _output = new ImprovOutput(output);
            _keeper = keeper;
            _reader = new SettingParser(board.Pins.Highest);
            _clock = clock;
            _board = board;
            _isAwaited = keeper.WasWifiSent;
        }

        /// <summary>Takes a byte, and answers a command that ends in it; false if the byte is the console's.</summary>
        public bool TryTake(byte b)
        {
            ImprovResult result = _input.Put(b);
            if (result == ImprovResult.Whole)
            {
                _output.Error(ImprovCode.NoError);
                Run(_input.Command);
            }
            else if (result == ImprovResult.Broken)
            {
                _output.Error(ImprovCode.InvalidPacket);
            }

            return result != ImprovResult.Text;
        }

        /// <summary>Call this often: tells the program that sent a Wi-Fi before the restart whether the device has joined it.</summary>
        public void Step()
        {
            if (!_isAwaited || _clock.UptimeMs < _lookAtMs)
            {
                return;
            }

            _lookAtMs = _clock.UptimeMs + LookMs;
            if (_board.IsOnline)
            {
                _isAwaited = false;
                _output.State(ImprovCode.Provisioned);
                _output.Result(ImprovCode.SendWifi, _noUrl);
            }
            else if (_clock.UptimeMs >= PatienceMs)
            {
                _isAwaited = false;
                _output.Error(ImprovCode.UnableToConnect);
                _output.State(ImprovCode.Ready);
            }
        }

        private int State
        {
            get { return _isRestarting || _isAwaited ? ImprovCode.Provisioning : _board.IsOnline ? ImprovCode.Provisioned : ImprovCode.Ready; }
        }

        private void Run(int command)
        {
            switch (command)
            {
                case ImprovCode.SendWifi:
                    TakeWifi();
                    break;
                case ImprovCode.RequestState:
                    TellState();
                    break;
                case ImprovCode.RequestInformation:
                    _output.Result(command, new string[] { "NanoEvents", Boot.FirmwareVersion, _board.Chip, Name(_keeper.Saved) });
                    break;
                case ImprovCode.DeviceName:
                    TakeName();
                    break;
                default:
                    // Also RequestNetworks: nanoCLR cannot look for networks while it tries to join one.
                    _output.Error(ImprovCode.UnknownCommand);
                    break;
            }
        }

        private void TellState()
        {
            int state = State;
            _output.State(state);
            if (state == ImprovCode.Provisioned)
            {
                _output.Result(ImprovCode.RequestState, _noUrl);
            }
        }

        // The packet is right even if no board can join such a Wi-Fi, so that is the error.
        private void TakeWifi()
        {
            const int SsidAt = ImprovInput.DataAt + 1;
            if (!_input.TryReadText(SsidAt, out string ssid) || !_input.TryReadText(_input.After(SsidAt), out string password))
            {
                _output.Error(ImprovCode.InvalidPacket);
                return;
            }

            // Of the console's unsaved changes, none is saved along.
            SettingTexts values = _keeper.Saved.Copy();
            bool isPossible = ssid.Length != 0 && TrySet(values, SettingsTable.WifiSsid, ssid) && TrySet(values, SettingsTable.WifiPassword, password);
            if (!isPossible || !_keeper.TrySave(values))
            {
                _output.Error(isPossible ? ImprovCode.OtherError : ImprovCode.UnableToConnect);
                _output.State(State);
                return;
            }

            _isRestarting = true;
            _output.State(ImprovCode.Provisioning);
            _keeper.NoteWifiSent();
            _board.Restart();
        }

        // The name applies after the next restart, such as that of a Wi-Fi.
        private void TakeName()
        {
            SettingTexts values = _keeper.Saved.Copy();
            if (!_input.TryReadText(ImprovInput.DataAt, out string name))
            {
                _output.Error(ImprovCode.InvalidPacket);
            }
            else if (name.Length != 0 && !TrySet(values, SettingsTable.DeviceId, name))
            {
                _output.Error(ImprovCode.BadName);
            }
            else if (name.Length != 0 && !_keeper.TrySave(values))
            {
                _output.Error(ImprovCode.OtherError);
            }
            else
            {
                _output.Result(ImprovCode.DeviceName, new string[] { Name(values) });
            }
        }

        private bool TrySet(SettingTexts values, Setting setting, string text)
        {
            bool isPossible = _reader.TryRead(setting, text, out string value);
            if (isPossible)
            {
                values.TryForgetUnknown(setting.Name);
                values.Set(SettingsTable.IndexOf(setting.Name), value);
            }

            return isPossible;
        }

        private static string Name(SettingTexts values)
        {
            return values.Text(SettingsTable.IndexOf(SettingsTable.DeviceId.Name));
        }
    }
}
