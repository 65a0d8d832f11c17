using NanoEvents.Firmware.Tests.Configuration;
using NanoEvents.Firmware.Tests.Support;
using NanoEvents.Protocol;

namespace NanoEvents.Firmware.Tests.Start;

public sealed class WatchTests : IConsoleBoard, IConsoleOutput
{
    private readonly HandClock _clock = new();
    private readonly MemoryStore _store = new();
    private readonly List<string> _lines = [];
    private int _restarts;

    public ChipPins Pins { get; } = ChipPins.Of("ESP32_REV3");

    public string Chip => "test";

    public bool IsOnline => false;

    public int FreeBytes => 0;

    [Fact]
    public void APublisherThatDoesNotStepForFiveMinutesRestartsTheDeviceAndTheNextBootSaysSo()
    {
        Device device = Device(new NoLink());
        Watchdog watchdog = new(_clock, device, new SettingsKeeper(_store), this);
        for (int second = 0; second < 1000; second++)
        {
            _clock.UptimeMs += 1000;
            if (second % 60 == 0)
            {
                device.Step();
            }

            watchdog.Step();
        }

        Assert.Equal(0, _restarts);
        Run(watchdog, 260);
        Assert.Equal(0, _restarts);
        Run(watchdog, 41);

        Assert.NotEqual(0, _restarts);
        Assert.True(new SettingsKeeper(_store).WasWatchdog);
        Assert.Contains(" wake=watchdog", new Boot(1, BootCause.Watchdog).Online);
    }

    /// <summary>The MQTT client's receiving thread has ended, and closing hangs: the connection is open, and nothing comes.</summary>
    [Fact]
    public void AConnectionThatReportsNothingForFiveMinutesAfterAStateWasDueDoesTheSame()
    {
        Device device = Device(new DeadLink());
        Watchdog watchdog = new(_clock, device, new SettingsKeeper(_store), this);
        for (int second = 0; second < 605; second++)
        {
            _clock.UptimeMs += 1000;
            device.Step();
            watchdog.Step();
        }

        Assert.True(device.Connection.IsOpen);
        Assert.InRange(_restarts, 1, 10);
    }

    [Fact]
    public void WorkBeginsAgainHoweverOftenCountingAndRestingThrow()
    {
        int works = 0;
        int rests = 0;
        EndlessWork work = null!;
        work = new EndlessWork(
            () =>
            {
                work.IsOver = ++works == 5;
                throw new OutOfMemoryException();
            },
            () =>
            {
                rests++;
                throw new OutOfMemoryException();
            });

        work.Run();

        Assert.Equal((5, 5), (works, rests));
    }

    [Fact]
    public void NewSettingsThatAskForWhatCannotBeHadGoBackAtOnceAndOldOnesDoNot()
    {
        Assert.True(new SettingsKeeper(_store).TrySave(Values.Of(("motion.pin", "24"))));
        Assert.True(new SettingsKeeper(_store).TryKeep(new HandWifi()));
        Assert.True(new SettingsKeeper(_store).TrySave(Values.Of(("motion.pin", "24"), ("broker.host", "10.0.0.2"))));
        StartFaults faults = new();
        faults.Add(SettingsTable.MotionPin, "ESP32 has no pin 24");
        TrialWatch old = new(_clock, new SettingsKeeper(_store), new HandWifi(), this, faults);
        old.Step();
        Assert.Equal(0, _restarts);

        Assert.True(new SettingsKeeper(_store).TrySave(Values.Of(("motion.pin", "28"))));
        TrialWatch watch = new(_clock, new SettingsKeeper(_store), new HandWifi(), this, faults);
        watch.Step();
        watch.Step();

        Assert.Equal(1, _restarts);
        SettingsKeeper after = new(_store);
        Assert.Equal((true, "24"), (after.IsRolledBack, after.Running.Get("motion.pin")));
    }

    [Fact]
    public void TheConsoleAnswersBeforeTheDeviceIsPutTogether()
    {
        DeviceConsole console = new(new Boot(1, BootCause.Unknown), new SettingsKeeper(_store), new HandWifi(), _clock, this, this, new StartFaults());

        Assert.Equal("ok  motion.pin = 26 (not saved)", Ask(console, "set motion.pin 26"));
        Assert.StartsWith("ok  1 change saved", Ask(console, "save"));
        Assert.Equal("error  the device has not been put together yet", Ask(console, "stats"));
        Assert.StartsWith("error  the device has not been put together yet", Ask(console, "test"));
        Assert.Equal("ok  restarting", Ask(console, "restart"));
    }

    [Fact]
    public void AnAnswerForWhichThereIsNoMemoryComesFromTheReserve()
    {
        int left = 1;
        DeviceConsole console = new(new Boot(1, BootCause.Unknown), new SettingsKeeper(_store), new HandWifi(), _clock, this, this, new StartFaults());
        BeforeLine = () =>
        {
            if (left-- > 0)
            {
                throw new OutOfMemoryException();
            }
        };

        Assert.Equal("ok  motion.pin = 26 (not saved)", Ask(console, "set motion.pin 26"));
        left = 2;
        Assert.Equal("error  the board is out of memory: send it again, or restart it", Ask(console, "show motion.pin"));
        Assert.Equal("ok  motion.pin", Ask(console, "show motion.pin"));
    }

    bool IConsoleBoard.TryReach(string host, int port) => false;

    void IConsoleOutput.Write(byte[] bytes)
    {
    }

    void IConsoleBoard.Restart() => _restarts++;

    void IConsoleOutput.WriteLine(string line)
    {
        BeforeLine?.Invoke();
        _lines.Add(line);
    }

    private Action? BeforeLine { get; set; }

    private string Ask(DeviceConsole console, string line)
    {
        _lines.Clear();
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(line + "\n");
        console.Feed(bytes, bytes.Length);
        return _lines[^1];
    }

    private Device Device(ILink link) => new(new Settings(), new Boot(1, BootCause.Unknown), 1, 1, _clock, _clock, link, new Backoff(1000, 60_000, 1), 0);

    private void Run(Watchdog watchdog, int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            _clock.UptimeMs += 1000;
            watchdog.Step();
        }
    }

    private sealed class DeadLink : ILink
    {
        public bool TryOpen(ILinkListener listener) => true;

        public bool TrySend(int topic, byte[] buffer, int length, int token) => true;

        public void Abort()
        {
        }
    }
}
