using System.Runtime.CompilerServices;
using NanoEvents.Bridge;

namespace NanoEvents.Amqp;

/// <summary>
/// Reads from a queue what a bridge has written by AMQP 1.0: each event once and in order for each device. It leaves out what the queue holds twice, and
/// reports as lost what the queue lacks.
/// </summary>
/// <example>
/// <code>
/// await using var client = new AmqpEventClient(new() { Address = "amqp://192.168.1.20/events" });
/// await foreach (NanoEvent e in client.ReadAsync())
/// {
///     Console.WriteLine(e);
/// }
/// </code>
/// </example>
/// <remarks>
/// <para>Reading takes events out of the queue: asking for the next event says that you have handled the one before, and the server forgets what is
/// handled. Let one reader read a queue. Two of them share its events, and each reports as lost what the other one has got.</para>
/// <para>After a crash you get the events again that were not acknowledged. A checkpoint that you store with your data tells you which.</para>
/// <para>A queue tells nothing twice, so <see cref="IEventClient.ReadStateAsync"/> is not for it. <see cref="IEventClient.Devices"/> has the present of what
/// was read.</para>
/// </remarks>
public sealed class AmqpEventClient : RecordEventClient
{
    private readonly AmqpEventClientOptions _options;

    /// <summary>Creates a client. It connects when you start to read.</summary>
    /// <param name="options">The queue, and how to log in.</param>
    /// <exception cref="ArgumentException">An option is invalid; the message says which and why.</exception>
    public AmqpEventClient(AmqpEventClientOptions options)
        : base((options ?? throw new ArgumentNullException(nameof(options))).TimeProvider, options.LoggerFactory)
    {
        _options = options.FindProblem() is { } problem ? throw new ArgumentException(problem, nameof(options)) : options with { };
    }

    /// <inheritdoc/>
    public override string MessagingSystem => "amqp";

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<EventBatch> ReadRecordsAsync(
        IReadOnlyCollection<Checkpoint> after, bool isGroup, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!isGroup)
        {
            throw new NotSupportedException("a queue gives each event once, so nobody can look at it for the present: read events instead");
        }

        var backoff = new Backoff(_options.ReconnectDelay, Random.Shared);
        var intake = new MessageIntake(_options.MaxDevices, after, CountDuplicate);
        string? problem = null;
        while (true)
        {
            EventReceiver? receiver = null;
            try
            {
                receiver = await EventReceiver.OpenAsync(_options, cancellationToken).ConfigureAwait(false);
                IsConnected = true;
                problem = null;
                Say(new Notice(NoticeKind.Connected, $"Reading {_options.Target}"));
            }
            catch (IOException e)
            {
                problem = Wait(problem, e.Message);
            }

            if (receiver is not null)
            {
                await using (receiver.ConfigureAwait(false))
                {
                    while (await receiver.NextAsync(cancellationToken).ConfigureAwait(false) is { } messages)
                    {
                        backoff.Reset();
                        foreach (EventBatch batch in intake.Take(messages, receiver))
                        {
                            yield return batch;
                        }
                    }

                    IsConnected = false;
                    problem = Wait(problem, receiver.Problem);
                }
            }

            await Task.Delay(backoff.Next(), _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override ValueTask CloseAsync() => default;

    // The same trouble is said once.
    private string Wait(string? before, string problem)
    {
        if (before != problem)
        {
            Say(new Notice(NoticeKind.Waiting, $"Waiting for {_options.Target}: {problem}"));
        }

        return problem;
    }
}
