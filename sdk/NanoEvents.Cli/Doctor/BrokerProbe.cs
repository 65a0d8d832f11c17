using System.Diagnostics;
using MQTTnet;
using NanoEvents.Cli.Output;

namespace NanoEvents.Cli.Doctor;

/// <summary>A visit to the broker: connect, send a message to itself, then listen to the devices.</summary>
internal sealed class BrokerProbe : IAsyncDisposable
{
    private readonly BrokerVisit _visit;
    private readonly string _anyDevice;
    private readonly string _pingTopic;
    private readonly DevicesHeard _heard;
    private volatile TaskCompletionSource<bool> _back = Waiting();

    public BrokerProbe(EventClientOptions options)
    {
        string id = $"doctor-{Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()[..4])}";
        string? prefix = options.TopicPrefix;
        _visit = new BrokerVisit(options, id);
        _heard = new DevicesHeard(prefix);
        _anyDevice = Topics.AnyDeviceUnder(prefix);
        _pingTopic = Topics.Of(prefix == null || prefix.Contains('+') ? id : $"{prefix}/{id}", "ping");
    }

    /// <summary>Everything that a visit shows.</summary>
    public async Task<IReadOnlyList<Finding>> VisitAsync(TimeSpan listen, CancellationToken cancellation)
    {
        _visit.Client.ApplicationMessageReceivedAsync += TakeAsync;
        Finding connected = await _visit.ConnectAsync(cancellation);
        if (connected.Grade == Grade.Error)
        {
            return [connected];
        }

        List<Finding> findings = [connected, .. Certificate(), await RoundTripAsync(cancellation)];
        try
        {
            bool retains = await RetainsAsync(findings[^1].Grade == Grade.Ok, cancellation);
            findings.AddRange(retains ? [] : [Forgetful()]);
            findings.AddRange(await ListenAsync(listen, retains, cancellation));
        }
        catch (NoAnswerException e)
        {
            // Of an end by Ctrl+C, the clearing alone may have had no answer.
            cancellation.ThrowIfCancellationRequested();
            findings.Add(Finding.Error("devices", e.Problem, NoAnswerException.Mend));
        }

        return findings;
    }

    public ValueTask DisposeAsync() => _visit.DisposeAsync();

    private static TaskCompletionSource<bool> Waiting() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private IEnumerable<Finding> Certificate() => _visit.Certificate?.At(DateTimeOffset.UtcNow) is { } trouble
        ? [Finding.Warning("certificate", $"{_visit.Where}: {trouble.Problem}", trouble.Mend)]
        : [];

    private static Finding Forgetful() => Finding.Warning(
        "retained", "the broker keeps no retained messages: who subscribes knows a device after its next state, by default within 5 minutes, and not who is offline",
        "let it (Mosquitto: retain_available true); it may also refuse devices, whose last will is a retained message");

    private async Task<Finding> RoundTripAsync(CancellationToken cancellation)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            if (!await _visit.SubscribeAsync(_pingTopic, cancellation))
            {
                return MayNot("read");
            }

            if (!await _visit.PublishAsync(_pingTopic, "ping", retain: false, cancellation))
            {
                return MayNot("write");
            }

            await _back.Task.WaitAsync(BrokerVisit.Patience, cancellation);
            return Finding.Ok("round trip", $"a message came back after {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
        }
        catch (TimeoutException)
        {
            return MayNot("write or read");
        }
        catch (NoAnswerException e)
        {
            return Finding.Error("round trip", e.Problem, NoAnswerException.Mend);
        }
    }

    private Finding MayNot(string what) => Finding.Warning(
        "round trip", $"this user may not {what} {_pingTopic}", "nothing, if this user should only read events; otherwise check the broker's access list");

    // Some brokers say that they do not retain messages; others accept a retained message and forget it. A user who may not write cannot find out.
    private async Task<bool> RetainsAsync(bool mayWrite, CancellationToken cancellation)
    {
        if (!_visit.Retains || !mayWrite)
        {
            return _visit.Retains;
        }

        try
        {
            _back = Waiting();
            await _visit.PublishAsync(_pingTopic, "ping", retain: true, cancellation);
            await _back.Task.WaitAsync(BrokerVisit.Patience, cancellation);
            await _visit.UnsubscribeAsync(_pingTopic, cancellation);
            _back = Waiting();
            await _visit.SubscribeAsync(_pingTopic, cancellation);
            return await _back.Task.WaitAsync(BrokerVisit.Patience, cancellation);
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            // Also after Ctrl+C: nobody else knows the topic, so nobody else would clear it.
            await _visit.PublishAsync(_pingTopic, "", retain: true, CancellationToken.None);
        }
    }

    private async Task<IEnumerable<Finding>> ListenAsync(TimeSpan listen, bool retains, CancellationToken cancellation)
    {
        foreach (string part in new[] { Topics.State, Topics.Status, Topics.Events })
        {
            if (!await _visit.SubscribeAsync(Topics.Of(_anyDevice, part), cancellation))
            {
                return [Finding.Error("devices", $"this user may not read {Topics.Of(_anyDevice, part)}", "let it, in the broker's access list")];
            }
        }

        await Task.Delay(listen, cancellation);
        return _heard.Findings(listen, retains);
    }

    private Task TakeAsync(MqttApplicationMessageReceivedEventArgs e)
    {
        if (e.ApplicationMessage.Topic == _pingTopic)
        {
            _back.TrySetResult(e.ApplicationMessage.Retain);
        }
        else
        {
            _heard.Take(e.ApplicationMessage, DateTimeOffset.UtcNow);
        }

        return Task.CompletedTask;
    }
}
