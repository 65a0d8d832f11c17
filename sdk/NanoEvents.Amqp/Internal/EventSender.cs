using System.Globalization;
using Amqp;
using Amqp.Framing;
using NanoEvents.Bridge;
using AmqpMessage = Amqp.Message;

namespace NanoEvents.Amqp;

/// <summary>
/// One life of a connection that writes. Many devices write at a time. Of each device one event is on its way: the next one goes when the server has taken
/// it. So what a server refuses or does not answer never lets a later event of the device get ahead.
/// </summary>
internal sealed class EventSender : IAsyncDisposable
{
    // What a message has besides its body.
    private const int Around = 1024;

    // About a message, and so it would be refused again. Everything else is about the queue, the user or the server, and may pass.
    private static readonly string[] _aboutMessage = ["amqp:decode-error", "amqp:invalid-field", "amqp:link:message-size-exceeded"];

    private readonly Dictionary<string, Task> _turns = new(StringComparer.Ordinal);
    private readonly AmqpSinkOptions _options;
    private readonly Peer _peer;
    private readonly SenderLink _link;
    private readonly ulong _maxSize;
    private Task<(SenderLink Link, ulong MaxSize)>? _letters;

    private EventSender(AmqpSinkOptions options, Peer peer, SenderLink link, ulong maxSize)
    {
        _options = options;
        _peer = peer;
        _link = link;
        _maxSize = maxSize;
    }

    /// <exception cref="IOException">The server is absent, or refuses the user or the address.</exception>
    public static async Task<EventSender> OpenAsync(AmqpSinkOptions options, CancellationToken cancellationToken)
    {
        Peer peer = await Peer.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        try
        {
            await peer.CheckQueueAsync(options.Target.Node, cancellationToken).ConfigureAwait(false);
            (SenderLink link, ulong maxSize) = await peer.OpenSenderAsync(options.Target.Node, cancellationToken).ConfigureAwait(false);
            return new EventSender(options, peer, link, maxSize);
        }
        catch (Exception e)
        {
            await peer.DisposeAsync().ConfigureAwait(false);
            if (Trouble.HasEnded(e) is { } ended)
            {
                throw ended;
            }

            throw;
        }
    }

    /// <summary>Writes events. The order of the calls is the order of the events of each device. One thread calls at a time.</summary>
    public Task WriteAsync(IReadOnlyList<NanoEvent> events)
    {
        List<Task> parts = [];
        foreach (IGrouping<string, NanoEvent> device in events.GroupBy(e => e.Device))
        {
            Task turn = WriteAsync(_turns.GetValueOrDefault(device.Key) ?? Task.CompletedTask, [.. device]);
            _turns[device.Key] = turn;
            parts.Add(turn);
        }

        return parts.Count == 1 ? parts[0] : Task.WhenAll(parts);
    }

    /// <summary>Writes a letter. What is too long for the server goes without its content, because a letter that cannot be written holds up all events.</summary>
    public async Task WriteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        _letters ??= _peer.OpenSenderAsync(_options.DeadLetterNode, CancellationToken.None);
        (SenderLink link, ulong maxSize) = await _letters.WaitAsync(cancellationToken).ConfigureAwait(false);
        DeadLetter whole = IsTooLong(letter.Content.Length + letter.Source.Length, maxSize)
            ? letter with { Content = default, Reason = string.Create(CultureInfo.InvariantCulture, $"{letter.Reason} (the server takes no {letter.Content.Length} bytes)") }
            : letter;
        if (await SendAsync(link, EventMessage.Of(whole)).WaitAsync(cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            throw new IOException($"{_options.DeadLetterNode}: it refuses a dead letter: {refusal}");
        }
    }

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    private static bool IsTooLong(int bytes, ulong maxSize) => maxSize > 0 && (ulong)bytes + Around > maxSize;

    private async Task WriteAsync(Task before, IReadOnlyList<NanoEvent> events)
    {
        await before.ConfigureAwait(false);
        foreach (NanoEvent e in events)
        {
            AmqpMessage message = EventMessage.Of(e);
            string? refusal = IsTooLong(EventMessage.BodyOf(message)!.Length, _maxSize)
                ? string.Create(CultureInfo.InvariantCulture, $"it takes no more than {_maxSize} bytes")
                : await SendAsync(_link, message).ConfigureAwait(false);
            if (refusal is not null)
            {
                throw new EventRefusedException(e, $"the server refuses it: {refusal}");
            }
        }
    }

    /// <returns>Null if the server has taken the message; otherwise why it will never take it.</returns>
    private async Task<string?> SendAsync(SenderLink link, AmqpMessage message)
    {
        var pending = new PendingSend();
        try
        {
            link.Send(message, (_, _, outcome, _) => pending.Answer(outcome), pending);
            Outcome? outcome = await pending.Outcome.WaitAsync(_options.WriteTimeout, _options.TimeProvider).ConfigureAwait(false);
            return outcome is Accepted ? null : Judge(link, outcome);
        }
        catch (TimeoutException)
        {
            string time = string.Create(CultureInfo.InvariantCulture, $"{_options.WriteTimeout.TotalSeconds:0.#} s");
            throw new IOException(pending.IsOnItsWay ? $"it has not confirmed an event for {time}" : $"it has asked for no event for {time} (no credit): is the queue full?");
        }
        catch (AmqpException e)
        {
            throw new IOException(WhyEnded(e.Error), e);
        }
    }

    private string Judge(SenderLink link, Outcome? outcome)
    {
        Error? error = (outcome as Rejected)?.Error;

        // The library answers for a server that is gone, and gives the reason for the end as the reason for a rejection.
        if (link.IsClosed || _peer.Ended.IsCompleted || (error is not null && ReferenceEquals(error, link.Error)))
        {
            throw new IOException(WhyEnded(link.Error ?? error));
        }

        return outcome switch
        {
            Rejected when error is not null && _aboutMessage.Contains((string)error.Condition, StringComparer.Ordinal) => Trouble.Of(error),
            Rejected => throw new IOException($"it rejects events: {Trouble.Of(error)}. Is the queue full?"),
            _ => throw new IOException("it gives events back instead of taking them. Is there a queue behind the address?"),
        };
    }

    // RabbitMQ 3 answers a refusal by a queue with the end of the connection.
    private string WhyEnded(Error? error) => _peer.IsRabbit && (error is null || error.Condition == ErrorCode.ConnectionForced)
        ? $"RabbitMQ has ended the connection. It does so when it stops, and when a queue refuses an event: is the queue full (reject-publish)?"
        : $"it has ended the connection: {Trouble.Of(error)}";
}
