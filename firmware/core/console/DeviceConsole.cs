using System;

namespace NanoEvents.Firmware
{
    /// <summary>
    /// The console of the device: lines in, lines out. Every answer ends in a line that begins with `ok` or `error`; the lines before it are
    /// indented. It does not echo, and repeats no unknown word, so it never sends a secret back. Packets of Improv may come between lines.
    /// </summary>
    /// <remarks>One thread feeds it. It never throws, whatever it receives, and changes nothing before `save`.</remarks>
    public sealed class DeviceConsole
    {
        private const string Sync = "# sync ";
        private const string NoMemory = "error  the board is out of memory: send it again, or restart it";
        private const int ReserveBytes = 4096;
        private static readonly string[] _names = new string[] { "help", "show", "set", "unset", "save", "discard", "stats", "test", "restart" };
        private static readonly string[] _helps = new string[]
        {
            "help [NAME]  what there is",
            "show [NAME]  settings, secrets excepted",
            "set NAME VALUE  changes a setting, not yet saved",
            "unset NAME  back to the default, not yet saved",
            "save  saves what was set, to apply after restart",
            "discard  gives up what was set and not saved",
            "stats  what the device has counted",
            "test  whether sensors and broker answer",
            "restart  starts anew",
        };

        private readonly ConsoleInput _lines = new ConsoleInput();
        private readonly Improv _improv;
        private readonly SettingsKeeper _keeper;
        private readonly SettingCommands _settings;
        private readonly DeviceReport _report;
        private readonly IConsoleBoard _board;
        private readonly CheckedOutput _output;
        private readonly RingReport _ring;

        // Set aside for an answer when the board is out of memory.
        private byte[] _reserve = new byte[ReserveBytes];

        /// <summary>The console of a board whose device is not put together yet. Uses all of these; owns none.</summary>
        public DeviceConsole(Boot boot, SettingsKeeper keeper, IWifiStore wifi, IClock clock, IConsoleBoard board, IConsoleOutput output, StartFaults faults)
        {
            _ring = new RingReport(clock);
            _output = new CheckedOutput(output);
            _improv = new Improv(keeper, clock, board, output);
            _keeper = keeper;
            _settings = new SettingCommands(keeper, wifi, board, _ring, _output);
            _report = new DeviceReport(boot, keeper, clock, board, _ring, _output, faults);
            _board = board;
        }

        /// <summary>The device has been put together.</summary>
        public void Attach(Device device)
        {
            _ring.Ring = device.Ring;
            _settings.Device = device;
            _report.Device = device;
        }

        /// <summary>Takes received bytes, and answers each line that ends in them. Call it often, even if no bytes have come.</summary>
        public void Feed(byte[] bytes, int count)
        {
            _improv.Step();
            for (int i = 0; i < count; i++)
            {
                if (_improv.TryTake(bytes[i]))
                {
                    _lines.Discard();
                    continue;
                }

                LineResult result = _lines.Put(bytes[i]);
                _output.IsChecked = result == LineResult.Whole && _lines.WasChecked;
                switch (result)
                {
                    case LineResult.Whole:
                        AnswerLine();
                        break;
                    case LineResult.Garbled:
                        _output.WriteLine(Answer.Error("the line was garbled and is ignored: send it again"));
                        break;
                    case LineResult.TooLong:
                        _output.WriteLine(Answer.Error("the line was longer than " + ConsoleInput.MaxBytes.ToString() + " bytes and is ignored"));
                        break;
                }
            }
        }

        // A command that has been interrupted for want of memory is run again: each may be.
        private void AnswerLine()
        {
            try
            {
                _output.WriteLine(Run(_lines.Line.TrimStart(' ')));
            }
            catch (OutOfMemoryException)
            {
                _reserve = null;
                try
                {
                    _output.WriteLine(Run(_lines.Line.TrimStart(' ')));
                }
                catch (OutOfMemoryException)
                {
                    _output.WriteLine(NoMemory);
                }
            }

            _reserve = _reserve ?? TryReserve();
        }

        private static byte[] TryReserve()
        {
            try
            {
                return new byte[ReserveBytes];
            }
            catch (OutOfMemoryException)
            {
                return null;
            }
        }

        private string Run(string line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                // A program that drives the console synchronizes with this comment. The console repeats no other comment: it may be a secret.
                return Answer.Ok(IsSync(line) ? line : string.Empty);
            }

            _settings.Follow();
            string command = FirstWord(line, out string rest);
            rest = rest.TrimStart(' ');
            switch (command)
            {
                case "help":
                    return rest.Length == 0 ? Help() : OfSetting(command, rest);
                case "show":
                    return rest.Length == 0 ? _settings.ShowAll() : OfSetting(command, rest);
                case "set":
                case "unset":
                    return rest.Length == 0 ? Answer.Error(command + " wants the name of a setting: help lists them") : OfSetting(command, rest);
                default:
                    return rest.Length == 0 ? RunAlone(command) : AloneOrNone(command);
            }
        }

        private string RunAlone(string command)
        {
            switch (command)
            {
                case "save":
                    return _settings.Save();
                case "discard":
                    return _settings.Discard();
                case "stats":
                    return _report.Stats();
                case "test":
                    return Test();
                case "restart":
                    return Restart();
                default:
                    return NoCommand(command);
            }
        }

        private string OfSetting(string command, string rest)
        {
            string name = FirstWord(rest, out string value);
            int index = SettingsTable.IndexOf(name);
            if (index < 0)
            {
                return command == "unset" && _settings.TryForget(name)
                    ? Answer.Ok(name + " is forgotten (not saved)")
                    : Answer.Error("there is no such setting: did you mean " + SettingsTable.Nearest(name) + "?");
            }

            switch (command)
            {
                case "help":
                    return _settings.Help(index);
                case "show":
                    return _settings.Show(index);
                case "set":
                    return _settings.Set(index, value);
                default:
                    return _settings.Unset(index);
            }
        }

        private string Help()
        {
            for (int i = 0; i < _helps.Length; i++)
            {
                _output.WriteLine("  " + _helps[i]);
            }

            for (int i = 0; i < SettingsTable.All.Length; i++)
            {
                _output.WriteLine("  " + SettingsTable.All[i].Name + "  " + SettingsTable.All[i].Help);
            }

            return Answer.Ok("help NAME tells more");
        }

        private string Test()
        {
            Settings held = new Settings(_settings.Held);
            return _report.Test(held.BrokerHost, held.BrokerPort);
        }

        private string Restart()
        {
            int unsaved = _settings.UnsavedCount;
            if (unsaved != 0)
            {
                return Answer.Error(Count.Of(unsaved, "change") + " not saved: save or discard first");
            }

            _keeper.NoteRestart();
            _board.Restart();
            return Answer.Ok("restarting");
        }

        private static string AloneOrNone(string command)
        {
            string nearest = Nearest(command);
            return nearest == command ? Answer.Error(command + " takes nothing after it") : NoCommand(command);
        }

        // An unknown command is not repeated, because it may be a password or a part of one.
        private static string NoCommand(string command)
        {
            return Answer.Error("there is no such command: did you mean " + Nearest(command) + "?");
        }

        private static string Nearest(string command)
        {
            int best = 0;
            for (int i = 1; i < _names.Length; i++)
            {
                best = EditDistance.Between(command, _names[i]) < EditDistance.Between(command, _names[best]) ? i : best;
            }

            return _names[best];
        }

        // Digits and hyphens alone follow it: no secret can.
        private static bool IsSync(string line)
        {
            if (!line.StartsWith(Sync))
            {
                return false;
            }

            for (int i = Sync.Length; i < line.Length; i++)
            {
                if (line[i] != '-' && (line[i] < '0' || line[i] > '9'))
                {
                    return false;
                }
            }

            return true;
        }

        // A word ends at a blank, or at an = as in a settings file.
        private static string FirstWord(string line, out string rest)
        {
            int end = 0;
            while (end < line.Length && line[end] != ' ' && line[end] != '=')
            {
                end++;
            }

            rest = end == line.Length ? string.Empty : line.Substring(end + 1);
            return line.Substring(0, end);
        }
    }
}
