using System.Text;
using Amqp;
using Amqp.Framing;

namespace NanoEvents.Amqp;

/// <summary>What a server says, as one line for people.</summary>
internal static class Trouble
{
    /// <summary>Says why a connection has not opened.</summary>
    public static string Of(Exception e, AmqpOptions options) => e switch
    {
        AmqpException { Error.Condition: var condition } refused when condition == ErrorCode.UnauthorizedAccess && refused.Message.StartsWith("Sasl", StringComparison.OrdinalIgnoreCase) =>
            options.Way == AmqpLogin.Plain ? "it refuses the user or the password" : $"it refuses the login ({options.Way.ToString().ToLowerInvariant()})",
        AmqpException { Error.Condition: var condition } refused when condition == ErrorCode.NotImplemented && refused.Message.StartsWith("sasl", StringComparison.OrdinalIgnoreCase) =>
            $"it does not take this way to log in ({options.Way.ToString().ToLowerInvariant()}): {Safe(refused.Message)}",
        AmqpException { Error.Condition: var condition } when condition == ErrorCode.NotImplemented => NoAmqp(options),
        AmqpException refused => Of(refused.Error),
        OperationCanceledException or EndOfStreamException => NoAmqp(options),
        TimeoutException => "it does not answer",
        _ => Safe(e.GetBaseException().Message),
    };

    /// <summary>What the library throws where a connection ends before a link is open, as trouble that may pass; null if it is something else.</summary>
    public static IOException? HasEnded(Exception e) => e is AmqpException or ObjectDisposedException or InvalidOperationException
        ? new IOException($"it has ended the connection: {Of((e as AmqpException)?.Error)}", e)
        : null;

    /// <summary>The text of an error and its condition.</summary>
    public static string Of(Error? error) => error switch
    {
        null => "no reason given",
        { Description: { Length: > 0 } text } => $"{Safe(text)} ({Safe(error.Condition)})",
        _ => Safe(error.Condition),
    };

    private static string NoAmqp(AmqpOptions options) => options.Target.UseTls
        ? "it does not speak AMQP 1.0 there. RabbitMQ 3 needs its plugin rabbitmq_amqp1_0"
        : "it does not speak AMQP 1.0 there. Is this its port (5672 is usual), and one without TLS? RabbitMQ 3 needs its plugin rabbitmq_amqp1_0";

    private static string Safe(string? text) => SafeText.Read(Encoding.UTF8.GetBytes(text ?? "")).Trim();
}
