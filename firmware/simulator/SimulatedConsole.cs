using NanoEvents.Firmware;

namespace NanoEvents.Simulator;

/// <summary>The console of a simulated device, with the trial of new settings: what the board's threads do, in one.</summary>
public sealed class SimulatedConsole
{
    private readonly DeviceConsole _console;
    private readonly TrialWatch _trial;

    /// <summary>The console of a device that runs.</summary>
    /// <param name="device">The device.</param>
    /// <param name="boot">The id and the cause of this run.</param>
    /// <param name="keeper">Its settings.</param>
    /// <param name="clock">Its time.</param>
    /// <param name="board">What restarts it.</param>
    /// <param name="output">Where answers go.</param>
    public SimulatedConsole(Device device, Boot boot, SettingsKeeper keeper, IClock clock, SimulatedBoard board, IConsoleOutput output)
    {
        StartFaults none = new();
        _console = new DeviceConsole(boot, keeper, board, clock, board, output, none);
        _console.Attach(device);
        _trial = new TrialWatch(new PacedClock(TimeProvider.System, 1), keeper, board, board, none);
        _trial.Attach(device.Connection);
    }

    /// <summary>Takes what has come in.</summary>
    public void Feed(byte[] bytes, int count) => _console.Feed(bytes, count);

    /// <summary>To be called now and then.</summary>
    public void Step() => _trial.Step();
}
