using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Sasl;
using Amqp.Types;
using NanoEvents.Tests;

namespace NanoEvents.EventHubs.Tests;

/// <summary>
/// A namespace of Event Hubs on loopback, as far as the client library sees it: tokens, the properties of hubs and partitions, batches in, events out. It is
/// no emulator: what it does is what the documentation of the service and its client library say, not what was seen of the service.
/// </summary>
internal sealed class HubServer : IDisposable
{
    public const string Hub = "events";
    private readonly ContainerHost _host;
    private readonly bool _isTls;
    private readonly ConcurrentDictionary<string, bool> _groups = [];
    private int _eventsSent;

    public HubServer(int? port = null, string? file = null, int partitions = 4, X509Certificate2? certificate = null)
    {
        Port = port ?? Ports.Free();
        _isTls = certificate is not null;
        Store = new HubStore(partitions, file, Hub, Hub + ".dead");
        _host = new ContainerHost([new global::Amqp.Address($"{(_isTls ? "amqps" : "amqp")}://127.0.0.1:{Port}")], certificate);
        _host.Listeners[0].SASL.EnableMechanism("MSSBCBS", new TokensLater());
        _host.RegisterRequestProcessor("$cbs", new TokenDesk(this));
        _host.RegisterRequestProcessor("$management", new ManagementDesk(this));
        _host.RegisterLinkProcessor(new HubLinks(this));
        _host.Open();
    }

    public int Port { get; }

    public HubStore Store { get; }

    public HubRights Rights { get; } = new();

    public HubFaults Faults { get; } = new();

    /// <summary>How many batches were taken.</summary>
    public int Batches { get; set; }

    /// <summary>The consumer groups that were read with.</summary>
    public IReadOnlyCollection<string> Groups => [.. _groups.Keys];

    public void SawGroup(string group) => _groups[group] = true;

    /// <summary>How many events were sent to readers.</summary>
    public int EventsSent => _eventsSent;

    public void CountSent() => Interlocked.Increment(ref _eventsSent);

    public string Address => $"eventhubs://127.0.0.1:{Port}/{Hub}";

    public string ConnectionString(string key = "root", string? secret = null) => Rights.ConnectionString(Port, key, secret, _isTls);

    /// <summary>Breaks the connections that have shown a token.</summary>
    public void DropConnections()
    {
        foreach (Connection connection in Rights.Connections)
        {
            connection.CloseAsync(TimeSpan.Zero, new Error("amqp:connection:forced") { Description = "The connection was lost." });
        }
    }

    public void Dispose()
    {
        _host.Close();
        Store.Dispose();
    }

    public static Error NotFound(string hub) =>
        new("amqp:not-found") { Description = $"The messaging entity 'sb://127.0.0.1/{hub}' could not be found. To know more visit https://aka.ms/sbResourceMgrExceptions." };

    // The client library sends its name for "I show tokens on $cbs later", and nothing else.
    private sealed class TokensLater() : SaslProfile("MSSBCBS")
    {
        protected override ITransport UpgradeTransport(ITransport transport) => transport;

        protected override DescribedList GetStartCommand(string hostname) => throw new NotSupportedException();

        protected override DescribedList OnCommand(DescribedList command) => new SaslOutcome { Code = SaslCode.Ok };
    }
}
