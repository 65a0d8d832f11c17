namespace NanoEvents.Firmware.Tests.Ring;

/// <summary>The reference: what a ring of a capacity must do, in ten lines. Events are numbered from 0, without end.</summary>
internal sealed class RingModel(int capacity)
{
    public readonly List<int> Ring = [];
    public readonly List<int> Outbox = [];
    public int Raised, Delivered, Dropped, Gone;
    private bool _isUrgent;
    private int _window;
    private int _asked;

    public void Write()
    {
        Ring.Add(Raised++);
        if (Ring.Count > capacity)
        {
            Ring.RemoveAt(0);
            Dropped++;
        }
    }

    public void Fill(int most)
    {
        int moved = Outbox.Count == 0 ? Math.Min(most, Ring.Count) : 0;
        Outbox.AddRange(Ring.Take(moved));
        Ring.RemoveRange(0, moved);
        _isUrgent &= Ring.Count != 0;
        _window = Math.Min(most, Outbox.Count);
    }

    public void Empty()
    {
        Gone = _window == 0 ? Gone : Outbox[_window - 1] + 1;
        Delivered += _window;
        Outbox.RemoveRange(0, _window);
        _window = Outbox.Count;
    }

    public bool IsUrgent()
    {
        _isUrgent |= Ring.Exists(index => index >= _asked && RingEvents.IsUrgent(index));
        _asked = Raised;
        return _isUrgent;
    }
}
