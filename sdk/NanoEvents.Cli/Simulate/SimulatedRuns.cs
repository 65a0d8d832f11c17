using System.Globalization;
using System.Security.Cryptography;
using NanoEvents.Cli.Output;
using NanoEvents.Firmware;
using NanoEvents.Protocol;
using NanoEvents.Simulator;
using NanoEvents.Simulator.Faults;

namespace NanoEvents.Cli.Simulate;

/// <summary>
/// A device that plays a trace, from one restart to the next until the trace is over. Saved settings apply from restart to restart.
/// </summary>
/// <param name="options">Its broker, unless broker.host is set; the authorities that it trusts, and its certificate.</param>
/// <param name="deviceId">Its name, unless device.id is set.</param>
/// <param name="trace">What its sensors show.</param>
/// <param name="speed">How many times faster than real time.</param>
/// <param name="store">Its settings.</param>
/// <param name="port">Its console; null for none.</param>
internal sealed class SimulatedRuns(EventClientOptions options, string deviceId, Trace trace, double speed, ISettingsStore store, ConsolePort? port)
{
    private const int TrialStepMs = 200;
    private const int PlainPort = 1883;
    private const int TlsPort = 8883;

    // A host name that does not exist, in place of an invalid one: the device must keep running and go back to the earlier settings.
    private const string NoHost = "not-a-host.invalid";

    // Long enough for the console's last answer to leave.
    private static readonly TimeSpan _restartDelay = TimeSpan.FromMilliseconds(300);

    private string _refused = "";

    // Whether this program has, in this boot of the device or in one before.
    private bool _hasConnected;

    private long? _startTicks;

    private readonly TlsFiles _files = TlsFiles.Load(options.Tls);

    /// <summary>Its topic prefix, unless broker.prefix is set; empty for none.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The pages of its store, which survive its restarts.</summary>
    public FilePages Pages { get; init; } = new(null);

    /// <summary>The fault script; null for none.</summary>
    public FaultRun? Faults { get; init; }

    /// <summary>Its settings, if the power may fail while they are written; otherwise null.</summary>
    public FaultySettings? Flash { get; init; }

    /// <summary>
    /// When the device starts, in ticks since 1970, if what it shows happens now: its clock never runs ahead of the present, and each event that it
    /// sends is printed. Null for a trace, which has its own time.
    /// </summary>
    public long? LiveSinceTicks { get; init; }

    /// <summary>Runs to the trace's end.</summary>
    public void Run(CancellationToken cancellation)
    {
        TakeDefaults();
        using RestartableTrace rows = new(trace);
        Trace rest = rows.Rest;
        while (!TryFinish(rest, cancellation))
        {
            StandardError.Say("the device restarts");
            rest = Faults?.RestartTicks is { } ticks ? rows.From(ticks) : rows.Rest;
            if (Faults?.RestartTicks != null)
            {
                rows.Hold();
            }
        }
    }

    // False if the device has been restarted before the trace's end.
    private bool TryFinish(Trace rest, CancellationToken cancellation)
    {
        SettingsKeeper keeper = Flash?.PowerOn() ?? new SettingsKeeper(store);
        if (Flash?.Problem is { } problem)
        {
            throw new CommandException(problem);
        }

        Settings settings = new(keeper.Running);
        Uri address = AddressOf(settings);
        BootCause cause = keeper.WasRestartRequested ? BootCause.Requested : BootCause.Unknown;
        Boot boot = new(RandomNumberGenerator.GetInt32(BatchFormat.BootMask + 1), cause, keeper.IsRolledBack);

        using MqttLink link = new(address, settings, boot.Online, SecurityOf(address));
        link.Changed += StandardError.Say;
        long? start = LiveSinceTicks == null ? null : _startTicks ?? LiveSinceTicks;
        IClock? clock = start is { } ticks ? new CatchingUpClock(TimeProvider.System, speed, DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeMilliseconds(ticks * BatchFormat.TickMs)) : null;
        if (start != null)
        {
            link.Sent += SayEvents;
        }

        using TracePlayer player = new(rest, speed, settings, boot, link, store: EventStore.Open(Pages, settings, boot), faults: Faults, startTicks: start, clock: clock);
        using CancellationTokenSource restart = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        string? refusal = null;
        link.Refused += why =>
        {
            // A broker that has accepted the device before will do so again, for example when its user file is ready or corrected.
            if (!_hasConnected && !link.WasOpen)
            {
                refusal = why;
                restart.Cancel();
            }
        };
        SimulatedBoard board = new(() => restart.CancelAfter(_restartDelay));
        SimulatedConsole console = new(player.Device.Core, boot, keeper, player.Clock, board, port ?? (IConsoleOutput)new SilentConsole());
        try
        {
            using Timer trial = new(_ => Watch(console, player.Device.Core), null, TrialStepMs, TrialStepMs);
            port?.Attach(console);
            return TryPlay(player, restart.Token);
        }
        catch (OperationCanceledException) when (refusal != null)
        {
            throw new CommandException(refusal);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            port?.Attach(null);
            _startTicks = player.NowTicks;
            _hasConnected |= link.WasOpen;
        }
    }

    // An event that is sent again is printed again.
    private void SayEvents(byte[] batch)
    {
        List<NanoEvent> events = [];
        if (BatchDecoder.TryDecode(batch, events, out _, kinds: Kinds.Declared()))
        {
            string[] texts = [.. events.Select(e => $"{NameOf(e)} {EventLine.What(e)}".TrimStart())];
            StandardError.Say($"sent {batch.Length} bytes: {string.Join(", ", texts)}");
        }
    }

    private string NameOf(in NanoEvent e) => e is { Source: { } source, SourceType: { } type } ? trace.Names(type).ElementAtOrDefault(source) ?? "" : "";

    private void Watch(SimulatedConsole console, Device device)
    {
        console.Step();
        string refused = DeviceReport.Refused(device);
        if (Interlocked.Exchange(ref _refused, refused) != refused && refused.Length != 0)
        {
            StandardError.Warn(refused);
        }
    }

    // False if the power has failed. After a bad line, too, the device sends the events before it.
    private bool TryPlay(TracePlayer player, CancellationToken cancellation)
    {
        try
        {
            player.Play(cancellation);
        }
        finally
        {
            if (!cancellation.IsCancellationRequested && Faults?.RestartTicks == null)
            {
                player.Drain(cancellation);
                player.TellState(cancellation);
                EventRing ring = player.Device.Core.Ring;
                StandardError.Say($"{ring.LastNumber} events raised, all acknowledged, {ring.Dropped} dropped by the full ring");
            }
        }

        if (Faults?.RestartTicks is not { } onTicks)
        {
            return true;
        }

        StayOff(player, onTicks, cancellation);
        return false;
    }

    // The power is off: nothing is said, nothing is kept.
    private void StayOff(TracePlayer player, long onTicks, CancellationToken cancellation)
    {
        Device core = player.Device.Core;
        EventRing ring = core.Ring;
        int waiting = ring.LastNumber + 1 - core.Outbox.FirstUnacknowledged;
        player.Dispose();
        StandardError.Say($"{ring.LastNumber} events raised, {ring.Dropped} dropped by the full ring; the power goes with {waiting} that no broker has acknowledged");
        double offMs = (onTicks - player.NowTicks) * BatchFormat.TickMs / speed;
        cancellation.WaitHandle.WaitOne((int)Math.Clamp(offMs, 0, int.MaxValue));
        cancellation.ThrowIfCancellationRequested();
    }

    // The options of the command line are the defaults of the settings.
    private void TakeDefaults()
    {
        Uri broker = new(options.Broker);
        string[] user = [.. broker.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString)];
        bool isTls = broker.Scheme == "mqtts";
        SettingsTable.DeviceId.Default = deviceId;
        SettingsTable.BrokerPrefix.Default = Prefix;
        SettingsTable.BrokerHost.Default = broker.Host;
        SettingsTable.BrokerPort.Default = (broker.Port > 0 ? broker.Port : isTls ? TlsPort : PlainPort).ToString(CultureInfo.InvariantCulture);
        SettingsTable.BrokerTls.Default = isTls ? "on" : "off";
        SettingsTable.BrokerUser.Default = options.UserName ?? user[0];
        SettingsTable.BrokerPassword.Default = options.Password ?? (user.Length == 2 ? user[1] : "");
    }

    private Func<ILinkSecurity>? SecurityOf(Uri address) =>
        address.Scheme == "mqtts" ? () => new LinkSecurity(new TlsPeer(address.DnsSafeHost, address.Port, _files, TimeProvider.System)) : null;

    private static Uri AddressOf(Settings settings) => new UriBuilder
    {
        Scheme = settings.BrokerTls ? "mqtts" : "mqtt",
        Host = Uri.CheckHostName(settings.BrokerHost) == UriHostNameType.Unknown ? NoHost : settings.BrokerHost,
        Port = settings.BrokerPort,
        UserName = Uri.EscapeDataString(settings.BrokerUser),

        // Neither a URL nor MQTT has a password without a user.
        Password = settings.BrokerUser.Length == 0 ? "" : Uri.EscapeDataString(settings.BrokerPassword),
    }.Uri;
}
