using System.Diagnostics;
using System.Net.Sockets;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace NanoEvents.Cli.Doctor;

/// <summary>A visit to the broker: connect, send something to ourselves, then listen to what the devices say.</summary>
internal sealed class BrokerProbe(EventClientOptions options) : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private readonly Uri _broker = new(options.Broker);
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly string _id = $"doctor-{Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()[..4])}";
    private readonly DevicesHeard _heard = new();
    private readonly TlsFiles _files = TlsFiles.Load(options);
    private readonly TaskCompletionSource _back = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TlsPeer? _peer;

    /// <summary>Without user and password.</summary>
    private string Where => $"{_broker.Scheme}://{_broker.Host}:{Port}";

    private int Port => _broker.Port > 0 ? _broker.Port : _broker.Scheme == "mqtts" ? 8883 : 1883;

    private string PingTopic => $"nanoevents/{_id}/ping";

    /// <summary>Everything that a visit shows.</summary>
    public async Task<IReadOnlyList<Finding>> VisitAsync(TimeSpan listen, CancellationToken cancellation)
    {
        _client.ApplicationMessageReceivedAsync += TakeAsync;
        Finding connected = await ConnectAsync(cancellation);
        if (connected.Grade == Grade.Error)
        {
            return [connected];
        }

        List<Finding> findings = [connected, await RoundTripAsync(cancellation)];
        try
        {
            findings.AddRange(await ListenAsync(listen, cancellation));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            findings.Add(Finding.Error("devices", $"the broker hung up while we listened: {e.Message}", "look into the broker's log"));
        }

        return findings;
    }

    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected)
        {
            await _client.DisconnectAsync();
        }

        _client.Dispose();
    }

    private async Task<Finding> ConnectAsync(CancellationToken cancellation)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            MqttClientConnectResult result = await _client.ConnectAsync(Options(MqttProtocolVersion.V500), cancellation);
            if (result.ResultCode is MqttClientConnectResultCode.UnsupportedProtocolVersion or (MqttClientConnectResultCode)1)
            {
                result = await _client.ConnectAsync(Options(MqttProtocolVersion.V311), cancellation);
            }

            return result.ResultCode == MqttClientConnectResultCode.Success
                ? Finding.Ok("broker", $"{Where} lets us in after {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms")
                : Refused(result.ResultCode);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return _peer != null && await _peer.FindAsync(e, cancellation) is { } trouble
                ? Finding.Error("broker", $"{Where}: {trouble.Problem}", trouble.Mend)
                : Unreached(e);
        }
    }

    private Finding Refused(MqttClientConnectResultCode code) => code switch
    {
        MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized => Finding.Error(
            "broker",
            $"{Where} refuses {(_broker.UserInfo.Length == 0 ? "a client without user and password" : "this user and password")}",
            "give a user and password: --broker mqtt://USER:PASSWORD@HOST"),
        _ => Finding.Error("broker", $"{Where} refuses: {code}", "look into the broker's log"),
    };

    private Finding Unreached(Exception e)
    {
        for (Exception? inner = e; inner != null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return Finding.Error("broker", $"nothing listens at {Where}", "start one with `nanoevents broker`, or look at host and port");
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData }:
                    return Finding.Error("broker", $"{_broker.Host} is not known to this network", "give the broker's IP address");
            }
        }

        return Finding.Error("broker", $"{Where} does not answer as a broker within {_patience.TotalSeconds:0} s", "look at host, port and firewalls; mqtt:// for a plain port, mqtts:// for TLS");
    }

    private async Task<Finding> RoundTripAsync(CancellationToken cancellation)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            if (!await SubscribeAsync(PingTopic, cancellation))
            {
                return MayNot("read");
            }

            MqttApplicationMessage ping = new MqttApplicationMessageBuilder().WithTopic(PingTopic).WithPayload("ping")
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
            MqttClientPublishResult sent = await _client.PublishAsync(ping, cancellation);
            if (!sent.IsSuccess)
            {
                return MayNot("write");
            }

            await _back.Task.WaitAsync(_patience, cancellation);
            return Finding.Ok("round trip", $"a message came back after {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
        }
        catch (TimeoutException)
        {
            return MayNot("write or read");
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return Finding.Error("round trip", $"the broker hung up: {e.Message}", "look into the broker's log");
        }
    }

    private Finding MayNot(string what) => Finding.Warning(
        "round trip", $"this user may not {what} {PingTopic}", "nothing, if this user should only read events; otherwise check the broker's access list");

    private async Task<IEnumerable<Finding>> ListenAsync(TimeSpan listen, CancellationToken cancellation)
    {
        foreach (string part in new[] { "state", "status", "events" })
        {
            if (!await SubscribeAsync($"nanoevents/+/{part}", cancellation))
            {
                return [Finding.Error("devices", $"this user may not read nanoevents/+/{part}", "let it, in the broker's access list")];
            }
        }

        await Task.Delay(listen, cancellation);
        return _heard.Findings(listen);
    }

    private async Task<bool> SubscribeAsync(string topic, CancellationToken cancellation)
    {
        MqttClientSubscribeOptions options = new MqttClientSubscribeOptionsBuilder().WithTopicFilter(topic, MqttQualityOfServiceLevel.AtLeastOnce).Build();
        MqttClientSubscribeResult result = await _client.SubscribeAsync(options, cancellation);
        return result.Items.All(item => item.ResultCode <= MqttClientSubscribeResultCode.GrantedQoS2);
    }

    private Task TakeAsync(MqttApplicationMessageReceivedEventArgs e)
    {
        if (e.ApplicationMessage.Topic == PingTopic)
        {
            _back.TrySetResult();
        }
        else
        {
            _heard.Take(e.ApplicationMessage, DateTimeOffset.UtcNow);
        }

        return Task.CompletedTask;
    }

    private MqttClientOptions Options(MqttProtocolVersion version)
    {
        _peer = _broker.Scheme == "mqtts" ? new TlsPeer(_broker.DnsSafeHost, Port, _files, TimeProvider.System) : null;
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithTcpServer(_broker.DnsSafeHost, Port).WithProtocolVersion(version).WithClientId(_id).WithTimeout(_patience);
        if (_peer != null)
        {
            builder.WithTlsOptions(_peer.Apply);
        }

        string[] inAddress = [.. _broker.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString)];
        string user = options.UserName ?? inAddress[0];
        string password = options.Password ?? (inAddress.Length == 2 ? inAddress[1] : "");
        return user.Length == 0 ? builder.Build() : builder.WithCredentials(user, password).Build();
    }
}
