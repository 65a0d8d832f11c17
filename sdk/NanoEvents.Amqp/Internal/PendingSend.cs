using Amqp.Framing;
using Amqp.Handler;

namespace NanoEvents.Amqp;

/// <summary>A message that the server has not answered yet.</summary>
internal sealed class PendingSend
{
    private readonly TaskCompletionSource<Outcome?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its delivery. It has a tag when it goes on its way.</summary>
    public IDelivery? Delivery { get; set; }

    /// <summary>Whether it is on its way. If not, the server has given no credit for it.</summary>
    public bool IsOnItsWay => Delivery?.Tag is not null;

    /// <summary>What the server says about it.</summary>
    public Task<Outcome?> Outcome => _outcome.Task;

    public void Answer(Outcome? outcome) => _outcome.TrySetResult(outcome);
}
