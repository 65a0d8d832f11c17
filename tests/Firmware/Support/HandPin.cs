namespace NanoEvents.Firmware.Tests.Support;

/// <summary>A pin that a test moves by hand.</summary>
internal sealed class HandPin : IMotionPin
{
    public bool Level { get; set; }

    public int Reads { get; private set; }

    /// <summary>Done while the pin is read, once.</summary>
    public Action? Meanwhile { get; set; }

    /// <summary>What it was told, each time.</summary>
    public List<bool> Listened { get; } = [];

    /// <summary>What <see cref="Listen"/> throws, so many times.</summary>
    public int Failures { get; set; }

    public void Listen(bool isOn)
    {
        if (Failures-- > 0)
        {
            throw new OutOfMemoryException();
        }

        Listened.Add(isOn);
    }

    public bool Read()
    {
        Reads++;
        bool level = Level;
        Action? meanwhile = Meanwhile;
        Meanwhile = null;
        meanwhile?.Invoke();
        return level;
    }
}
