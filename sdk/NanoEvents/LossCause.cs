namespace NanoEvents;

/// <summary>Why events are lost.</summary>
public enum LossCause
{
    /// <summary>The device's ring was full and dropped its oldest.</summary>
    Overflow,

    /// <summary>A broker took the events, and they never arrived here.</summary>
    Transit,

    /// <summary>The device restarted. The events in its memory are lost, and it is unknown how many.</summary>
    Restart,

    /// <summary>A bridge brought the events, and its target refused them. They are in the bridge's dead letters.</summary>
    Refused,
}
