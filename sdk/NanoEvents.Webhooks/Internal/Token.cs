namespace NanoEvents.Webhooks;

/// <summary>A token, and how long it is good. Its life began when it was asked for, so that a slow answer does not make it longer.</summary>
internal sealed class Token(string value, TimeProvider time, long asked, TimeSpan life)
{
    // The last fifth, and at most a minute, is for getting the next one.
    private readonly TimeSpan _early = life / 5 < TimeSpan.FromMinutes(1) ? life / 5 : TimeSpan.FromMinutes(1);

    public string Value => value;

    /// <summary>Whether the next one should be asked for.</summary>
    public bool IsOld => time.GetElapsedTime(asked) >= life - _early;

    /// <summary>Whether it is over.</summary>
    public bool IsOver => time.GetElapsedTime(asked) >= life;

    /// <summary>Not the token, so that it does not get into logs.</summary>
    public override string ToString() => nameof(Token);
}
