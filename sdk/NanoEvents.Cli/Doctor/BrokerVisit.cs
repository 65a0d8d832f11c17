using System.Diagnostics;
using System.Net.Sockets;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Doctor;

/// <summary>One short connection to a broker, for a command that reads or clears messages.</summary>
/// <param name="options">The broker, and the credentials.</param>
/// <param name="id">The client id.</param>
internal sealed class BrokerVisit(EventClientOptions options, string id) : IAsyncDisposable
{
    /// <summary>How long to wait for an answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Uri _broker = new(options.Broker);
    private readonly TlsFiles _files = TlsFiles.Load(options.Tls);
    private TlsPeer? _peer;

    public IMqttClient Client { get; } = new MqttClientFactory().CreateMqttClient();

    /// <summary>Without user and password.</summary>
    public string Where => $"{_broker.Scheme}://{_broker.Host}:{Port}";

    /// <summary>Whether the broker retains messages; true if it has not said.</summary>
    public bool Retains { get; private set; } = true;

    /// <summary>When the broker's certificate expires; null without TLS.</summary>
    public TlsExpiry? Certificate => _peer?.Expiry;

    private int Port => _broker.Port > 0 ? _broker.Port : _broker.Scheme == "mqtts" ? 8883 : 1883;

    /// <summary>Connects, and returns the result.</summary>
    public async Task<Finding> ConnectAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource patience = PatienceWith(cancellation);
        try
        {
            long start = Stopwatch.GetTimestamp();
            MqttClientConnectResult result = await Client.ConnectAsync(Options(MqttProtocolVersion.V500), patience.Token);
            if (result.ResultCode is MqttClientConnectResultCode.UnsupportedProtocolVersion or (MqttClientConnectResultCode)1)
            {
                result = await Client.ConnectAsync(Options(MqttProtocolVersion.V311), patience.Token);
            }

            Retains = Client.Options.ProtocolVersion < MqttProtocolVersion.V500 || result.RetainAvailable;
            return result.ResultCode == MqttClientConnectResultCode.Success
                ? Finding.Ok("broker", $"{Where} lets us in after {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms")
                : Refused(result.ResultCode);
        }
        catch (Exception e)
        {
            cancellation.ThrowIfCancellationRequested();
            return _peer != null && await _peer.FindAsync(e, cancellation) is { } trouble
                ? Finding.Error("broker", $"{Where}: {trouble.Problem}", trouble.Mend)
                : Unreached(e);
        }
    }

    /// <returns>Whether the broker lets this user read the topic.</returns>
    /// <exception cref="NoAnswerException">The broker does not answer, or has closed the connection.</exception>
    public async Task<bool> SubscribeAsync(string topic, CancellationToken cancellation)
    {
        MqttClientSubscribeOptions options = new MqttClientSubscribeOptionsBuilder().WithTopicFilter(topic, MqttQualityOfServiceLevel.AtLeastOnce).Build();
        MqttClientSubscribeResult result = await AnswerAsync(patience => Client.SubscribeAsync(options, patience), cancellation);
        return result.Items.All(item => item.ResultCode <= MqttClientSubscribeResultCode.GrantedQoS2);
    }

    /// <summary>Takes a subscription back.</summary>
    /// <exception cref="NoAnswerException">The broker does not answer, or has closed the connection.</exception>
    public Task UnsubscribeAsync(string topic, CancellationToken cancellation)
    {
        MqttClientUnsubscribeOptions options = new MqttClientUnsubscribeOptionsBuilder().WithTopicFilter(topic).Build();
        return AnswerAsync(patience => Client.UnsubscribeAsync(options, patience), cancellation);
    }

    /// <returns>Whether the broker has accepted it; with MQTT 3.1.1 it may say so and discard the message.</returns>
    /// <exception cref="NoAnswerException">The broker does not answer, or has closed the connection.</exception>
    public async Task<bool> PublishAsync(string topic, string text, bool retain, CancellationToken cancellation)
    {
        MqttApplicationMessage message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(text).WithRetainFlag(retain)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
        return (await AnswerAsync(patience => Client.PublishAsync(message, patience), cancellation)).IsSuccess;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            using CancellationTokenSource patience = PatienceWith(CancellationToken.None);
            await Client.DisconnectAsync(new MqttClientDisconnectOptions(), patience.Token);
        }
        catch (Exception)
        {
            // The connection is closed already, which is the intention here.
        }

        Client.Dispose();
    }

    // With a token that can be cancelled, the client waits without a limit; and it calls a cancelled wait a timeout, or a failure to connect.
    private static CancellationTokenSource PatienceWith(CancellationToken cancellation)
    {
        CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        return patience;
    }

    private async Task<T> AnswerAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = PatienceWith(cancellation);
        try
        {
            return await ask(patience.Token);
        }
        catch (Exception e)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new NoAnswerException(patience.IsCancellationRequested
                ? $"the broker at {Where} has not answered within {Patience.TotalSeconds:0} s"
                : $"the broker at {Where} has closed the connection ({e.GetBaseException().Message})");
        }
    }

    private Finding Refused(MqttClientConnectResultCode code) => code switch
    {
        MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized => Finding.Error(
            "broker",
            $"{Where} refuses {(_broker.UserInfo.Length == 0 ? "a client without user and password" : "this user and password")}",
            "give a user and password: --broker mqtt://USER:PASSWORD@HOST"),
        _ => Finding.Error("broker", $"{Where} refuses: {code}", NoAnswerException.Mend),
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

        return Finding.Error("broker", $"{Where} does not answer as a broker within {Patience.TotalSeconds:0} s", "look at host, port and firewalls; mqtt:// for a plain port, mqtts:// for TLS");
    }

    private MqttClientOptions Options(MqttProtocolVersion version)
    {
        _peer = _broker.Scheme == "mqtts" ? new TlsPeer(_broker.DnsSafeHost, Port, _files, TimeProvider.System) : null;
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithTcpServer(_broker.DnsSafeHost, Port).WithProtocolVersion(version).WithClientId(id).WithTimeout(Patience);
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
