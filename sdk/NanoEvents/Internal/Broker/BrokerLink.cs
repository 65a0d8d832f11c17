using MQTTnet;
using MQTTnet.Adapter;
using MQTTnet.Formatter;

namespace NanoEvents;

/// <summary>Keeps a connection to the broker as long as the reader reads: connects, waits while the broker is absent, and reconnects.</summary>
internal sealed class BrokerLink(
    ConnectionSettings settings, Inbox inbox, InFlight inFlight, ClientCounts counts, Notices notices)
{
    private readonly Backoff _backoff = new(settings.ReconnectDelay, Random.Shared, settings.LongestReconnectDelay);
    private readonly Flapping _flapping = new(settings.Time);
    private readonly BrokerConcerns _concerns = new(settings, counts, notices);
    private MqttProtocolVersion _version = MqttProtocolVersion.V500;
    private string? _lastProblem;
    private bool _everOpened;

    public bool IsConnected { get; private set; }

    /// <summary>
    /// Ends by cancellation, or with a <see cref="BrokerRefusedException"/> if the broker refuses before the first connection, or says that another
    /// program has taken over this client id.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                if (await TryStayConnectedAsync(cancellationToken).ConfigureAwait(false) is { } problem)
                {
                    RemarkOnce(problem);
                    _version = _everOpened ? _version : MqttProtocolVersion.V500;
                    await Task.Delay(_backoff.Next(), settings.Time, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            _concerns.Forget();
        }
    }

    /// <returns>Why the connection has ended or failed; null for an immediate retry.</returns>
    private async Task<string?> TryStayConnectedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await StayConnectedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsAboutVersion(e))
        {
            // Retry at once: the broker is there and only requires the older version.
            _version = MqttProtocolVersion.V311;
            return null;
        }
        catch (RefusalException e) when (!_everOpened)
        {
            throw e.At(settings.Address);
        }
        catch (TlsFailedException e) when (!e.Trouble.MayPass && !_everOpened)
        {
            throw new BrokerRefusedException($"No TLS with the broker at {settings.Address}: {e.Message}", e) { Reason = BrokerRefusalReason.TlsFailed };
        }
        catch (Exception e) when (e is not BrokerRefusedException && !cancellationToken.IsCancellationRequested)
        {
            _flapping.Failed();
            return e is TimeoutException or TlsFailedException or RefusalException ? e.Message : e.GetBaseException().Message;
        }
    }

    private async Task<string> StayConnectedAsync(CancellationToken cancellationToken)
    {
        var connection = new BrokerConnection(settings, inbox, inFlight.Begin());
        await using (connection.ConfigureAwait(false))
        {
            connection.SubscriptionsTakenBack += _concerns.TakenBack;
            BrokerAnswer answer = await connection.OpenAsync(_version, cancellationToken).ConfigureAwait(false);
            Opened();
            using IDisposable watched = _concerns.Watch(answer);
            try
            {
                MqttClientDisconnectedEventArgs end = await connection.Closed.WaitAsync(cancellationToken).ConfigureAwait(false);
                return end.Reason == MqttClientDisconnectReason.SessionTakenOver ? throw settings.TakenOver() : Closed(end);
            }
            finally
            {
                IsConnected = false;
                inFlight.Disconnected();
            }
        }
    }

    private void Opened()
    {
        _everOpened = true;
        _lastProblem = null;
        _flapping.Opened();
        if (!_flapping.IsSuspected)
        {
            _backoff.Reset();
        }

        inFlight.Connected();

        // When everything else about the connection is known.
        IsConnected = true;
        notices.Connected(settings.Address);

        // The reader's patience starts now.
        inbox.Tick();
    }

    private string Closed(MqttClientDisconnectedEventArgs end)
    {
        _flapping.Closed();
        _concerns.LookAtFlapping(_flapping.IsSuspected);
        return _flapping.IsSuspected ? settings.FlappingText()
            : end.Exception?.GetBaseException().Message ?? $"it closed the connection ({end.Reason})";
    }

    // Old brokers report the version, close the connection without an answer, or answer in a form that version 5 does not have.
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
