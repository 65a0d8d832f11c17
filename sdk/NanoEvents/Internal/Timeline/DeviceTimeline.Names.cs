namespace NanoEvents;

/// <content>The names of the sources, which have a topic of their own.</content>
internal sealed partial class DeviceTimeline
{
    // The last names that came, for boots that have sent none yet.
    private SourceNames? _names;

    /// <summary>A message of the device has arrived.</summary>
    public void Received(int bytes) => _state.Received(bytes);

    /// <summary>Adds the names of the sources: a batch with the state flag, of which nothing else counts.</summary>
    internal bool TryAddNames(ReadOnlyMemory<byte> payload, DateTimeOffset arrival, bool retained, out BatchError why)
    {
        if (!BatchReader.TryRead(payload.Span, out Batch batch, out why))
        {
            return false;
        }

        if (!batch.IsState)
        {
            why = new BatchError(BatchFault.WrongTopic, 0);
            return false;
        }

        _state.SeenAt(arrival, retained);
        _names = new SourceNames(batch);
        if (_boots.Find(batch.Boot) is { } line)
        {
            line.Names = _names;
        }

        _state.Name(batch.Boot, _names);
        return true;
    }
}
