using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Formatter;

namespace NanoEvents;

/// <summary>Keeps a connection to the broker: connects, waits where it is absent, and connects again, for as long as the reader reads.</summary>
internal sealed class BrokerLink(
    EventClientOptions options, ConnectionSettings settings, Action<Message> into, Backlog backlog, Notices notices)
{
    private readonly Backoff _backoff = new(options.ReconnectDelay, Random.Shared);
    private MqttProtocolVersion _version = MqttProtocolVersion.V500;
    private string? _lastProblem;
    private bool _everOpened;

    public bool IsConnected { get; private set; }

    /// <summary>What the present connection holds, or the last one.</summary>
    public Intake? Intake { get; private set; }

    /// <summary>Ends by cancellation, or with a <see cref="BrokerRefusedException"/> where trying again would not help.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            string problem;
            try
            {
                problem = await StayConnectedAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (IsAboutVersion(e))
            {
                // At once: the broker is there, it only wants the older version.
                _version = MqttProtocolVersion.V311;
                continue;
            }
            catch (TlsFailedException e) when (!e.Trouble.MayPass && !_everOpened)
            {
                throw new BrokerRefusedException($"No TLS with the broker at {settings.Address}: {e.Message}", e);
            }
            catch (Exception e) when (e is not BrokerRefusedException && !cancellationToken.IsCancellationRequested)
            {
                problem = e is TimeoutException or TlsFailedException ? e.Message : e.GetBaseException().Message;
            }

            RemarkOnce(problem);
            _version = _everOpened ? _version : MqttProtocolVersion.V500;
            await Task.Delay(_backoff.Next(), options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string> StayConnectedAsync(CancellationToken cancellationToken)
    {
        Intake = new Intake(options.ReceiveMaximum * 2, backlog);
        var connection = new BrokerConnection(settings, into, Intake);
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(_version, cancellationToken).ConfigureAwait(false);
            Opened();
            try
            {
                MqttClientDisconnectedEventArgs end = await connection.Closed.WaitAsync(cancellationToken).ConfigureAwait(false);
                return end.Reason == MqttClientDisconnectReason.SessionTakenOver
                    ? throw settings.TakenOver()
                    : end.Exception?.GetBaseException().Message ?? $"it closed the connection ({end.Reason})";
            }
            finally
            {
                IsConnected = false;
                backlog.Disconnected();
            }
        }
    }

    private void Opened()
    {
        IsConnected = true;
        _everOpened = true;
        _lastProblem = null;
        _backoff.Reset();
        backlog.Connected();
        notices.Connected(settings.Address);

        // The reader's patience counts from now on.
        into(Message.Tick(options.TimeProvider.GetUtcNow()));
    }

    // Old brokers say so, or close the connection without a word, or answer in a form that version 5 does not have.
    private bool IsAboutVersion(Exception e) =>
        _version == MqttProtocolVersion.V500
        && (e is VersionRefusedException || (!_everOpened && e is MqttConnectingFailedException));

    private void RemarkOnce(string problem)
    {
        if (problem != _lastProblem)
        {
            _lastProblem = problem;
            notices.Waiting(settings.Address, problem);
        }
    }
}
